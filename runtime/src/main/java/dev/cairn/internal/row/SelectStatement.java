package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.AggregateValue;
import dev.cairn.schema.Column;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.Selectable;
import dev.cairn.schema.Selectable.Ordering;
import dev.cairn.schema.SortableColumn;
import dev.cairn.schema.SortableColumn.SortOrder.Direction;
import dev.cairn.schema.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A SELECT from one table or view. It is immutable: each method that adds a clause returns a copy. */
public final class SelectStatement {
    private final Descriptor<?> rows;

    /** Null for all columns of the descriptor. */
    private final @Nullable List<Selectable<?, ?>> selected;

    private final @Nullable Condition<?> condition;

    /** Null for the selected columns, if there are aggregates. */
    private final @Nullable List<SortableColumn<?, ?>> groups;

    private final @Nullable Condition<?> groupCondition;
    private final List<Ordering<?>> order;
    private final @Nullable Long limit;
    private final long offset;

    private SelectStatement(
            Descriptor<?> rows,
            @Nullable List<Selectable<?, ?>> selected,
            @Nullable Condition<?> condition,
            @Nullable List<SortableColumn<?, ?>> groups,
            @Nullable Condition<?> groupCondition,
            List<Ordering<?>> order,
            @Nullable Long limit,
            long offset) {
        this.rows = rows;
        this.selected = selected;
        this.condition = condition;
        this.groups = groups;
        this.groupCondition = groupCondition;
        this.order = order;
        this.limit = limit;
        this.offset = offset;
    }

    /** Returns the statement that selects all columns of a table or view. */
    public static SelectStatement of(Descriptor<?> rows) {
        return new SelectStatement(rows, null, null, null, null, List.of(), null, 0);
    }

    /** Selects these expressions instead of all columns. */
    public SelectStatement select(List<Selectable<?, ?>> expressions) {
        return new SelectStatement(rows, expressions, condition, groups, groupCondition, order, limit, offset);
    }

    /** Adds a condition on rows. */
    public <R> SelectStatement where(Condition<R> added) {
        Condition<?> both = joined(condition, added);
        return new SelectStatement(rows, selected, both, groups, groupCondition, order, limit, offset);
    }

    /**
     * Adds columns to group by.
     *
     * @throws IllegalArgumentException if a selected column is not among the columns to group by
     */
    public SelectStatement groupBy(Collection<? extends SortableColumn<?, ?>> added) {
        List<SortableColumn<?, ?>> all = new ArrayList<>(groups == null ? List.of() : groups);
        all.addAll(added);
        List<SortableColumn<?, ?>> ungrouped =
                selectedColumns().filter(column -> !all.contains(column)).toList();
        if (!ungrouped.isEmpty()) {
            throw new IllegalArgumentException("Selected, but not grouped by: " + names(ungrouped)
                    + ". Group by each selected column, or select an aggregate of it.");
        }
        return new SelectStatement(rows, selected, condition, List.copyOf(all), groupCondition, order, limit, offset);
    }

    /** Adds a condition on groups. */
    public SelectStatement having(Condition<?> added) {
        Condition<?> both = joined(groupCondition, added);
        return new SelectStatement(rows, selected, condition, groups, both, order, limit, offset);
    }

    /** Adds sort orders with decreasing precedence, after the present ones. */
    public SelectStatement orderBy(Collection<? extends Ordering<?>> added) {
        List<Ordering<?>> all = new ArrayList<>(order);
        all.addAll(added);
        return new SelectStatement(rows, selected, condition, groups, groupCondition, List.copyOf(all), limit, offset);
    }

    /**
     * Sets the maximum number of rows.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement limit(long most) {
        return new SelectStatement(rows, selected, condition, groups, groupCondition, order, notNegative(most), offset);
    }

    /** Limits the statement to the first row. */
    public SelectStatement first() {
        return limit(limit == null ? 1 : Math.min(limit, 1));
    }

    /**
     * Sets the number of rows to skip.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement offset(long skipped) {
        return new SelectStatement(
                rows, selected, condition, groups, groupCondition, order, limit, notNegative(skipped));
    }

    private static long notNegative(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("The number of rows must not be negative: " + number);
        }
        return number;
    }

    @SuppressWarnings("unchecked") // the callers require conditions on the same record
    private static <R> Condition<R> joined(@Nullable Condition<?> present, Condition<R> added) {
        return present == null ? added : ((Condition<R>) present).and(added);
    }

    /** Returns the descriptor of the table or view. */
    public Descriptor<?> target() {
        return rows;
    }

    /** Returns the selected columns and aggregates, by which messages name the columns of the result. */
    public List<?> columns() {
        return selected == null ? rows.columns() : selected;
    }

    /**
     * Returns the statement that reads the rows.
     *
     * @throws IllegalArgumentException if groups are sorted by a column that they are not grouped by
     */
    public BoundStatement reading() {
        if (isGrouped()) {
            requireGroupedOrder();
        }
        return statement(expressions(), order);
    }

    private String expressions() {
        return selected == null
                ? rows.columns().stream().map(SelectStatement::readable).collect(Collectors.joining(", "))
                : selected.stream().map(SelectStatement::text).collect(Collectors.joining(", "));
    }

    /** Returns the statement that counts the rows. */
    public BoundStatement counting() {
        if (!isGrouped() && limit == null && offset == 0) {
            return statement("count(*)", List.of());
        }
        BoundStatement counted = statement(isGrouped() ? "count(*) AS `one`" : "1 AS `one`", List.of());
        return new BoundStatement("SELECT count(*) FROM (" + counted.sql() + ") AS `counted`", counted.values());
    }

    private BoundStatement statement(String expressions, List<Ordering<?>> sorting) {
        StringBuilder text = new StringBuilder("SELECT ").append(expressions);
        text.append(" FROM ").append(SqlQuoting.path(rows.path()));
        ConditionText where = ConditionText.where(condition);
        text.append(where.clause());
        String before = " GROUP BY ";
        for (SortableColumn<?, ?> column : grouping()) {
            text.append(before).append(text(column));
            before = ", ";
        }
        ConditionText having = ConditionText.having(groupCondition);
        text.append(having.clause());
        before = " ORDER BY ";
        for (Ordering<?> item : sorting) {
            text.append(before).append(text(item.selectable()));
            text.append(item.direction() == Direction.DESCENDING ? " DESC" : "");
            before = ", ";
        }
        if (limit != null || offset > 0) {
            text.append(" LIMIT ").append(limit == null ? Long.MAX_VALUE : limit);
            text.append(offset > 0 ? " OFFSET " + offset : "");
        }
        List<@Nullable Object> values = new ArrayList<>(where.values());
        values.addAll(having.values());
        return new BoundStatement(text.toString(), values);
    }

    /** Whether the result has a row for each group, instead of one for each row of the table. */
    private boolean isGrouped() {
        return groups != null
                || groupCondition != null
                || Stream.concat(
                                selected == null ? Stream.of() : selected.stream(),
                                order.stream().map(Ordering::selectable))
                        .anyMatch(AggregateValue.class::isInstance);
    }

    private List<SortableColumn<?, ?>> grouping() {
        if (groups != null) {
            return groups;
        }
        return isGrouped() ? selectedColumns().distinct().toList() : List.of();
    }

    private Stream<SortableColumn<?, ?>> selectedColumns() {
        Stream.Builder<SortableColumn<?, ?>> columns = Stream.builder();
        for (Selectable<?, ?> item : selected == null ? List.<Selectable<?, ?>>of() : selected) {
            if (item instanceof SortableColumn<?, ?> column) {
                columns.add(column);
            }
        }
        return columns.build();
    }

    private void requireGroupedOrder() {
        List<SortableColumn<?, ?>> grouped = grouping();
        for (Ordering<?> item : order) {
            if (item.selectable() instanceof SortableColumn<?, ?> column && !grouped.contains(column)) {
                throw new IllegalArgumentException("Sorted, but not grouped by: " + column
                        + ". Group by the column, or sort by an aggregate of it.");
            }
        }
    }

    private static String names(List<SortableColumn<?, ?>> columns) {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
    }

    /**
     * The server does not send BITMAP and HLL values, only the number of their elements. For the other metric types there
     * is no such number.
     */
    private static String readable(Column<?> column) {
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

    /** Returns a column or an aggregate as it is written in statements. */
    static String text(Selectable<?, ?> expression) {
        if (expression instanceof AggregateValue<?, ?> aggregate) {
            String argument = aggregate
                    .column()
                    .map(column -> SqlQuoting.name(column.name()))
                    .orElse("*");
            return aggregate.function() + "(" + (aggregate.isDistinct() ? "DISTINCT " : "") + argument + ")";
        }
        return SqlQuoting.name(((SortableColumn<?, ?>) expression).name());
    }

    /** Returns the text of the statement that reads the rows, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return statement(expressions(), order).sql();
    }
}
