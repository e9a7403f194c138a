package dev.cairn.data;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.ConditionText;
import dev.cairn.schema.Column;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SortableColumn.SortOrder;
import dev.cairn.schema.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * @param <R> the record type of the table or view
 */
public final class Selection<R> {
    private final ConnectionSource connections;
    private final Descriptor<R> rows;
    private final @Nullable Condition<R> condition;
    private final List<SortOrder<R>> order;
    private final @Nullable Long limit;
    private final long offset;

    Selection(ConnectionSource connections, Descriptor<R> rows) {
        this(connections, rows, null, List.of(), null, 0);
    }

    private Selection(
            ConnectionSource connections,
            Descriptor<R> rows,
            @Nullable Condition<R> condition,
            List<SortOrder<R>> order,
            @Nullable Long limit,
            long offset) {
        this.connections = connections;
        this.rows = rows;
        this.condition = condition;
        this.order = order;
        this.limit = limit;
        this.offset = offset;
    }

    /** Adds a condition. Rows must also meet the conditions of earlier calls. */
    public Selection<R> where(Condition<R> added) {
        Condition<R> both = condition == null ? added : condition.and(added);
        return new Selection<>(connections, rows, both, order, limit, offset);
    }

    /** Adds sort orders with decreasing precedence, after those of earlier calls. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Selection<R> orderBy(SortOrder<R>... added) {
        List<SortOrder<R>> all = new ArrayList<>(order);
        all.addAll(Arrays.asList(added));
        return new Selection<>(connections, rows, condition, List.copyOf(all), limit, offset);
    }

    /**
     * Sets the maximum number of rows. Default: no limit.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> limit(long most) {
        return new Selection<>(connections, rows, condition, order, required(most), offset);
    }

    /**
     * Sets the number of rows to skip at the beginning. Default: 0.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Selection<R> offset(long skipped) {
        return new Selection<>(connections, rows, condition, order, limit, required(skipped));
    }

    private static long required(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("The number of rows must not be negative: " + number);
        }
        return number;
    }

    /**
     * Runs the query and returns its rows.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     * @throws UnreadableValueException if the record can't represent a value, for example NULL in a component of a
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

    /**
     * Runs the query with a limit of at most one row and returns this row; empty if no row matches. Exceptions are those
     * of {@link #list}.
     */
    public Optional<R> first() {
        long most = limit == null ? 1 : Math.min(limit, 1);
        return limit(most).list().stream().findFirst();
    }

    /**
     * Counts the rows on the server. A limit and an offset are taken into account.
     *
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     */
    public long count() {
        return new QueryExecution(connections, counting(), ResultColumns.labels())
                .list(row -> row.longAt(0))
                .get(0);
    }

    /** Returns the SELECT statement, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return selecting().sql();
    }

    private QueryExecution reading() {
        return new QueryExecution(connections, selecting(), ResultColumns.of(rows.columns()));
    }

    /** Returns the statement that selects all columns, in their order. */
    private BoundStatement selecting() {
        return statement(rows.columns().stream().map(Selection::selected).collect(Collectors.joining(", ")));
    }

    /** Returns the statement that counts the rows. */
    BoundStatement counting() {
        if (limit == null && offset == 0) {
            return new Selection<>(connections, rows, condition, List.of(), null, 0).statement("count(*)");
        }
        BoundStatement limited =
                new Selection<>(connections, rows, condition, List.of(), limit, offset).statement("1 AS `one`");
        return new BoundStatement("SELECT count(*) FROM (" + limited.sql() + ") AS `counted`", limited.values());
    }

    private BoundStatement statement(String selected) {
        StringBuilder text = new StringBuilder("SELECT ").append(selected);
        text.append(" FROM ").append(SqlQuoting.path(rows.path()));
        ConditionText filter = new ConditionText(condition);
        text.append(filter.clause());
        String before = " ORDER BY ";
        for (SortOrder<R> item : order) {
            text.append(before).append(SqlQuoting.name(item.column().name()));
            text.append(item.direction() == SortOrder.Direction.DESCENDING ? " DESC" : "");
            before = ", ";
        }
        if (limit != null || offset > 0) {
            text.append(" LIMIT ").append(limit == null ? Long.MAX_VALUE : limit);
            text.append(offset > 0 ? " OFFSET " + offset : "");
        }
        return new BoundStatement(text.toString(), filter.values());
    }

    /**
     * The server does not send BITMAP and HLL values, only the number of their elements. For the other metric types there
     * is no such number.
     */
    private static String selected(Column<?> column) {
        String name = SqlQuoting.name(column.name());
        ValueType<?> type = column.convertedType().orElse(null);
        if (type == ValueType.BITMAP) {
            return "bitmap_count(" + name + ")";
        }
        if (type == ValueType.HLL) {
            return "hll_cardinality(" + name + ")";
        }
        return type == ValueType.PERCENTILE || type == ValueType.STATE ? "NULL" : name;
    }
}
