package dev.cairn.data;

import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SortableColumn.SortOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A SELECT from a table or a view. It is immutable: each method that adds a clause returns a copy. Nothing is sent
 * before {@link #list}, {@link #stream}, {@link #first} or {@link #count} is called. Default: all rows, in no
 * particular order.
 *
 * <pre>{@code
 * List<Order> largeOrders = db.from(ORDER).where(ORDER.amount.gt(100)).orderBy(ORDER.day.desc()).limit(10).list();
 * }</pre>
 *
 * @param <R> the record of the table or view
 */
public final class Selection<R> {
    private final Database database;
    private final Descriptor<R> descriptor;
    private final SelectStatement selectStatement;

    Selection(Database database, Descriptor<R> descriptor) {
        this(database, descriptor, SelectStatement.of(descriptor));
    }

    private Selection(Database database, Descriptor<R> descriptor, SelectStatement selectStatement) {
        this.database = database;
        this.descriptor = descriptor;
        this.selectStatement = selectStatement;
    }

    private Selection<R> withStatement(SelectStatement newStatement) {
        return new Selection<>(database, descriptor, newStatement);
    }

    /** Adds a condition. Rows must also meet the conditions of earlier calls. */
    public Selection<R> where(Condition<R> condition) {
        return withStatement(selectStatement.withCondition(condition));
    }

    /** Adds sort orders with decreasing precedence, after those of earlier calls. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Selection<R> orderBy(SortOrder<R>... orders) {
        return withStatement(selectStatement.withOrder(Arrays.asList(orders)));
    }

    /**
     * Sets the maximum number of rows. Default: no limit.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> limit(long maxRows) {
        return withStatement(selectStatement.withLimit(maxRows));
    }

    /**
     * Sets the number of rows to skip at the beginning. Default: 0.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> offset(long skippedRows) {
        return withStatement(selectStatement.withOffset(skippedRows));
    }

    /**
     * Runs the query and returns its rows.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     * @throws ValueConversionException if the record can't represent a value, for example NULL in a component of a
     *     primitive type
     */
    public List<R> list() {
        return createExecution().list(descriptor::read);
    }

    /**
     * Runs the query and returns its rows as a stream, without holding all of them in memory. The stream must be
     * closed: it holds a connection until it is closed or read to its end. Exceptions are those of {@link #list}; an
     * error in a row is thrown when the row is read.
     */
    public Stream<R> stream() {
        return createExecution().stream(descriptor::read);
    }

    private QueryExecution createExecution() {
        return QueryExecution.ofSelect(database, selectStatement);
    }

    /**
     * Runs the query with a limit of at most one row and returns this row; empty if no row matches. Exceptions are
     * those of {@link #list}.
     */
    public Optional<R> first() {
        return withStatement(selectStatement.withLimitAtMostOne()).list().stream()
                .findFirst();
    }

    /**
     * Counts the rows on the server. A limit and an offset are taken into account.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     */
    public long count() {
        return QueryExecution.countRows(database, selectStatement);
    }

    /** Returns the SELECT statement, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return selectStatement.toString();
    }
}
