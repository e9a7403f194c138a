package dev.cairn.data;

import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.AggregateValue.GroupCondition;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Selectable;
import dev.cairn.schema.Selectable.Ordering;
import dev.cairn.schema.SortableColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT of columns and aggregates. It is immutable: each method that adds a clause returns a copy. Nothing is sent
 * before {@link #list}, {@link #stream}, {@link #first} or {@link #count} is called. Default: all rows or groups, in no
 * particular order.
 *
 * <pre>{@code
 * List<Tuple3<String, Long, @Nullable Long>> cities = db.from(ORDER)
 *         .select(ORDER.city, count(), sum(ORDER.amount))
 *         .where(ORDER.day.ge(LocalDate.of(2026, 1, 1)))
 *         .groupBy(ORDER.city)
 *         .having(count().gt(10))
 *         .orderBy(sum(ORDER.amount).desc())
 *         .list();
 * }</pre>
 *
 * @param <R> the record of the table or view
 * @param <T> a {@link Tuple} of the values of a row; the value itself if only one expression is selected
 */
public final class Projection<R, T extends @Nullable Object> {
    private final Database db;
    private final SelectStatement statement;
    private final Function<? super ResultRow, ? extends T> reader;

    Projection(Database db, SelectStatement statement, Function<? super ResultRow, ? extends T> reader) {
        this.db = db;
        this.statement = statement;
        this.reader = reader;
    }

    /** Reads a value of the current row. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the value has the type as which it is read
    static <T extends @Nullable Object> T value(ResultRow row, int position, Selectable<?, T> expression) {
        return (T)
                (expression.isNullable()
                        ? row.at(position, expression.valueType())
                        : row.required(position, expression.valueType()));
    }

    private Projection<R, T> with(SelectStatement changed) {
        return new Projection<>(db, changed, reader);
    }

    /** Adds a condition on the rows before they are grouped. Rows must also meet the conditions of earlier calls. */
    public Projection<R, T> where(Condition<R> added) {
        return with(statement.where(added));
    }

    /**
     * Adds columns to group by, after those of earlier calls. Default: the selected columns, if an aggregate is selected,
     * sorted by, or in a condition on groups; otherwise rows are not grouped.
     *
     * @throws IllegalArgumentException if a column is selected that rows are not grouped by
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Projection<R, T> groupBy(SortableColumn<R, ?>... added) {
        return with(statement.groupBy(Arrays.asList(added)));
    }

    /** Adds a condition on groups. Groups must also meet the conditions of earlier calls. */
    public Projection<R, T> having(GroupCondition<? super R> added) {
        return with(statement.having(added.condition()));
    }

    /** Adds sort orders with decreasing precedence, after those of earlier calls. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Projection<R, T> orderBy(Ordering<? super R>... added) {
        return with(statement.orderBy(Arrays.asList(added)));
    }

    /**
     * Sets the maximum number of rows. Default: no limit.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Projection<R, T> limit(long most) {
        return with(statement.limit(most));
    }

    /**
     * Sets the number of rows to skip at the beginning. Default: 0.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Projection<R, T> offset(long skipped) {
        return with(statement.offset(skipped));
    }

    /**
     * Converts each row.
     *
     * <pre>{@code
     * List<CitySales> cities = db.from(ORDER)
     *         .select(ORDER.city, count())
     *         .map(row -> new CitySales(row.first(), row.second()))
     *         .list();
     * }</pre>
     */
    public <U extends @Nullable Object> Projection<R, U> map(Function<? super T, ? extends U> mapper) {
        return new Projection<>(db, statement, row -> mapper.apply(reader.apply(row)));
    }

    /**
     * Runs the query and returns its rows.
     *
     * @throws IllegalArgumentException if groups are sorted by a column that they are not grouped by
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     * @throws ValueConversionException if a value is NULL although its column is declared NOT NULL
     */
    public List<T> list() {
        return QueryExecution.reading(db, statement).list(reader);
    }

    /**
     * Runs the query and returns its rows as a stream, without holding all of them in memory. The stream must be
     * closed: it holds a connection until it is closed or read to its end. Exceptions are those of {@link #list}; an
     * error in a row is thrown when the row is read.
     */
    public Stream<T> stream() {
        return QueryExecution.reading(db, statement).stream(reader);
    }

    /**
     * Runs the query with a limit of at most one row and returns this row; empty if there is no row, or if its only
     * value is NULL. Exceptions are those of {@link #list}.
     */
    public Optional<@NonNull T> first() {
        List<T> rows = with(statement.first()).list();
        return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.get(0));
    }

    /**
     * Counts the rows of the result on the server. A limit and an offset are taken into account.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     */
    public long count() {
        return QueryExecution.counted(db, statement);
    }

    /** Returns the SELECT statement, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return statement.toString();
    }
}
