package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SortableColumn.SortOrder;
import dev.cairn.schema.SortableColumn.SortOrder.Direction;
import dev.cairn.schema.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A SELECT of whole rows from one table or view. It is immutable: each method that adds a clause returns a copy. */
public final class SelectStatement {
    private final Descriptor<?> descriptor;
    private final @Nullable Condition<?> condition;
    private final ResultWindow window;

    private SelectStatement(Descriptor<?> descriptor, @Nullable Condition<?> condition, ResultWindow window) {
        this.descriptor = descriptor;
        this.condition = condition;
        this.window = window;
    }

    /** The order, the limit and the offset of the result. */
    private record ResultWindow(
            List<SortOrder<?>> order, @Nullable Long limit, long offset) {
        /**
         * Returns the clause, which begins with a space, or an empty text. An offset requires a limit, and a server
         * refuses both if their sum exceeds a long.
         */
        String renderLimit() {
            if (offset == 0) {
                return limit == null ? "" : " LIMIT " + limit;
            }
            long greatestLimit = Long.MAX_VALUE - offset;
            return " LIMIT " + (limit == null ? greatestLimit : Math.min(limit, greatestLimit)) + " OFFSET " + offset;
        }
    }

    /** Returns the statement that selects all rows of a table or view. */
    public static SelectStatement of(Descriptor<?> descriptor) {
        return new SelectStatement(descriptor, null, new ResultWindow(List.of(), null, 0));
    }

    /** Adds a condition, which must hold in addition to the present one. */
    public <R> SelectStatement withCondition(Condition<R> newCondition) {
        return new SelectStatement(descriptor, join(condition, newCondition), window);
    }

    /** Adds sort orders with decreasing precedence, after the present ones. */
    public SelectStatement withOrder(Collection<? extends SortOrder<?>> newOrders) {
        List<SortOrder<?>> allOrders = new ArrayList<>(window.order);
        allOrders.addAll(newOrders);
        return withWindow(new ResultWindow(List.copyOf(allOrders), window.limit, window.offset));
    }

    /**
     * Sets the maximum number of rows.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement withLimit(long maxRows) {
        return withWindow(new ResultWindow(window.order, requireNotNegative(maxRows), window.offset));
    }

    /** Limits the statement to the first row; a smaller limit is kept. */
    public SelectStatement withLimitAtMostOne() {
        return withLimit(window.limit == null ? 1 : Math.min(window.limit, 1));
    }

    /**
     * Sets the number of rows to skip.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement withOffset(long skippedRows) {
        return withWindow(new ResultWindow(window.order, window.limit, requireNotNegative(skippedRows)));
    }

    private SelectStatement withWindow(ResultWindow newWindow) {
        return new SelectStatement(descriptor, condition, newWindow);
    }

    private static long requireNotNegative(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("The number of rows must not be negative: " + number);
        }
        return number;
    }

    @SuppressWarnings("unchecked") // the callers require conditions on the same record
    private static <R> Condition<R> join(@Nullable Condition<?> existingCondition, Condition<R> newCondition) {
        return existingCondition == null ? newCondition : ((Condition<R>) existingCondition).and(newCondition);
    }

    /** Returns the descriptor of the table or view. */
    public Descriptor<?> descriptor() {
        return descriptor;
    }

    /** Returns the statement that reads the rows. */
    public BoundStatement createRowStatement() {
        String columnList =
                descriptor.columns().stream().map(SelectStatement::renderColumn).collect(Collectors.joining(", "));
        return createStatement(columnList, window.order);
    }

    /** Returns the statement that counts the rows. */
    public BoundStatement createCountStatement() {
        if (window.limit == null && window.offset == 0) {
            return createStatement("count(*)", List.of());
        }
        BoundStatement countedStatement = createStatement("1 AS `one`", List.of());
        return new BoundStatement(
                "SELECT count(*) FROM (" + countedStatement.sql() + ") AS `counted`", countedStatement.values());
    }

    private BoundStatement createStatement(String expressions, List<SortOrder<?>> sortOrders) {
        StringBuilder sql = new StringBuilder("SELECT ").append(expressions);
        sql.append(" FROM ").append(SqlQuoting.quotePath(descriptor.path()));
        WhereClause whereClause = WhereClause.of(condition);
        sql.append(whereClause.sql());
        String separator = " ORDER BY ";
        for (SortOrder<?> sortOrder : sortOrders) {
            sql.append(separator).append(SqlQuoting.quoteName(sortOrder.column().name()));
            sql.append(sortOrder.direction() == Direction.DESCENDING ? " DESC" : "");
            separator = ", ";
        }
        sql.append(window.renderLimit());
        return new BoundStatement(sql.toString(), whereClause.values());
    }

    /**
     * Renders the expression that reads a column. The server does not send BITMAP and HLL values, only the number of
     * their elements. The other metric types have no such number, so NULL is read.
     */
    private static String renderColumn(Column<?> column) {
        String quotedName = SqlQuoting.quoteName(column.name());
        ValueType<?> type = column.convertedType().orElse(null);
        if (type == ValueType.BITMAP) {
            return "bitmap_count(" + quotedName + ")";
        }
        if (type == ValueType.HLL) {
            return "hll_cardinality(" + quotedName + ")";
        }
        return isUnreadable(column) ? "NULL" : quotedName;
    }

    /** Returns whether the server has no form in which it sends the values of a column. */
    public static boolean isUnreadable(Column<?> column) {
        ValueType<?> type = column.convertedType().orElse(null);
        return type == ValueType.PERCENTILE || type == ValueType.STATE;
    }

    /** Returns the text of the statement that reads the rows, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return createRowStatement().sql();
    }
}
