package dev.cairn.data;

import dev.cairn.data.Tuple.Tuple2;
import dev.cairn.data.Tuple.Tuple3;
import dev.cairn.data.Tuple.Tuple4;
import dev.cairn.data.Tuple.Tuple5;
import dev.cairn.data.Tuple.Tuple6;
import dev.cairn.data.Tuple.Tuple7;
import dev.cairn.data.Tuple.Tuple8;
import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.Selectable;
import dev.cairn.schema.SortableColumn.SortOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT from a table or a view. It is immutable: each method that adds a clause returns a copy. Nothing is sent
 * before {@link #list}, {@link #stream}, {@link #first} or {@link #count} is called. Default: all rows, in no
 * particular order.
 *
 * <pre>{@code
 * List<Order> big = db.from(ORDER).where(ORDER.amount.gt(100)).orderBy(ORDER.day.desc()).limit(10).list();
 * }</pre>
 *
 * @param <R> the record of the table or view
 */
public final class Selection<R> {
    private final Database db;
    private final Descriptor<R> rows;
    private final SelectStatement statement;

    Selection(Database db, Descriptor<R> rows) {
        this(db, rows, SelectStatement.of(rows));
    }

    private Selection(Database db, Descriptor<R> rows, SelectStatement statement) {
        this.db = db;
        this.rows = rows;
        this.statement = statement;
    }

    private Selection<R> with(SelectStatement changed) {
        return new Selection<>(db, rows, changed);
    }

    /** Adds a condition. Rows must also meet the conditions of earlier calls. */
    public Selection<R> where(Condition<R> added) {
        return with(statement.where(added));
    }

    /** Adds sort orders with decreasing precedence, after those of earlier calls. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Selection<R> orderBy(SortOrder<R>... added) {
        return with(statement.orderBy(Arrays.asList(added)));
    }

    /**
     * Sets the maximum number of rows. Default: no limit.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> limit(long most) {
        return with(statement.limit(most));
    }

    /**
     * Sets the number of rows to skip at the beginning. Default: 0.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> offset(long skipped) {
        return with(statement.offset(skipped));
    }

    /**
     * Selects a column or an aggregate instead of the record.
     *
     * <pre>{@code
     * Optional<LocalDate> latest = db.from(ORDER).select(max(ORDER.day)).first();
     * }</pre>
     */
    public <T extends @Nullable Object> Projection<R, T> select(Selectable<R, T> expression) {
        return projection(List.of(expression), row -> Projection.value(row, 0, expression));
    }

    /** Selects two columns or aggregates instead of the record. */
    public <T1 extends @Nullable Object, T2 extends @Nullable Object> Projection<R, Tuple2<T1, T2>> select(
            Selectable<R, T1> first, Selectable<R, T2> second) {
        return projection(
                List.of(first, second),
                row -> new Tuple2<>(Projection.value(row, 0, first), Projection.value(row, 1, second)));
    }

    /** Selects three columns or aggregates instead of the record. */
    public <T1 extends @Nullable Object, T2 extends @Nullable Object, T3 extends @Nullable Object>
            Projection<R, Tuple3<T1, T2, T3>> select(
                    Selectable<R, T1> first, Selectable<R, T2> second, Selectable<R, T3> third) {
        return projection(
                List.of(first, second, third),
                row -> new Tuple3<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third)));
    }

    /** Selects four columns or aggregates instead of the record. */
    public <
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object>
            Projection<R, Tuple4<T1, T2, T3, T4>> select(
                    Selectable<R, T1> first,
                    Selectable<R, T2> second,
                    Selectable<R, T3> third,
                    Selectable<R, T4> fourth) {
        return projection(
                List.of(first, second, third, fourth),
                row -> new Tuple4<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third),
                        Projection.value(row, 3, fourth)));
    }

    /** Selects five columns or aggregates instead of the record. */
    public <
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object>
            Projection<R, Tuple5<T1, T2, T3, T4, T5>> select(
                    Selectable<R, T1> first,
                    Selectable<R, T2> second,
                    Selectable<R, T3> third,
                    Selectable<R, T4> fourth,
                    Selectable<R, T5> fifth) {
        return projection(
                List.of(first, second, third, fourth, fifth),
                row -> new Tuple5<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third),
                        Projection.value(row, 3, fourth),
                        Projection.value(row, 4, fifth)));
    }

    /** Selects six columns or aggregates instead of the record. */
    public <
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object>
            Projection<R, Tuple6<T1, T2, T3, T4, T5, T6>> select(
                    Selectable<R, T1> first,
                    Selectable<R, T2> second,
                    Selectable<R, T3> third,
                    Selectable<R, T4> fourth,
                    Selectable<R, T5> fifth,
                    Selectable<R, T6> sixth) {
        return projection(
                List.of(first, second, third, fourth, fifth, sixth),
                row -> new Tuple6<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third),
                        Projection.value(row, 3, fourth),
                        Projection.value(row, 4, fifth),
                        Projection.value(row, 5, sixth)));
    }

    /** Selects seven columns or aggregates instead of the record. */
    public <
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object,
                    T7 extends @Nullable Object>
            Projection<R, Tuple7<T1, T2, T3, T4, T5, T6, T7>> select(
                    Selectable<R, T1> first,
                    Selectable<R, T2> second,
                    Selectable<R, T3> third,
                    Selectable<R, T4> fourth,
                    Selectable<R, T5> fifth,
                    Selectable<R, T6> sixth,
                    Selectable<R, T7> seventh) {
        return projection(
                List.of(first, second, third, fourth, fifth, sixth, seventh),
                row -> new Tuple7<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third),
                        Projection.value(row, 3, fourth),
                        Projection.value(row, 4, fifth),
                        Projection.value(row, 5, sixth),
                        Projection.value(row, 6, seventh)));
    }

    /** Selects eight columns or aggregates instead of the record. */
    public <
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object,
                    T7 extends @Nullable Object,
                    T8 extends @Nullable Object>
            Projection<R, Tuple8<T1, T2, T3, T4, T5, T6, T7, T8>> select(
                    Selectable<R, T1> first,
                    Selectable<R, T2> second,
                    Selectable<R, T3> third,
                    Selectable<R, T4> fourth,
                    Selectable<R, T5> fifth,
                    Selectable<R, T6> sixth,
                    Selectable<R, T7> seventh,
                    Selectable<R, T8> eighth) {
        return projection(
                List.of(first, second, third, fourth, fifth, sixth, seventh, eighth),
                row -> new Tuple8<>(
                        Projection.value(row, 0, first),
                        Projection.value(row, 1, second),
                        Projection.value(row, 2, third),
                        Projection.value(row, 3, fourth),
                        Projection.value(row, 4, fifth),
                        Projection.value(row, 5, sixth),
                        Projection.value(row, 6, seventh),
                        Projection.value(row, 7, eighth)));
    }

    private <T extends @Nullable Object> Projection<R, T> projection(
            List<Selectable<?, ?>> selected, Function<? super ResultRow, ? extends T> reader) {
        return new Projection<>(db, statement.select(selected), reader);
    }

    /**
     * Runs the query and returns its rows.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     * @throws ValueConversionException if the record can't represent a value, for example NULL in a component of a
     *     primitive type
     */
    public List<R> list() {
        return reading().list(rows::read);
    }

    /**
     * Runs the query and returns its rows as a stream, without holding all of them in memory. The stream must be
     * closed: it holds a connection until it is closed or read to its end. Exceptions are those of {@link #list}; an
     * error in a row is thrown when the row is read.
     */
    public Stream<R> stream() {
        return reading().stream(rows::read);
    }

    private QueryExecution reading() {
        return QueryExecution.reading(db, statement);
    }

    /**
     * Runs the query with a limit of at most one row and returns this row; empty if no row matches. Exceptions are those
     * of {@link #list}.
     */
    public Optional<R> first() {
        return with(statement.first()).list().stream().findFirst();
    }

    /**
     * Counts the rows on the server. A limit and an offset are taken into account.
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
