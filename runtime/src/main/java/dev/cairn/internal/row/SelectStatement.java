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
    private final Grouping groups;
    private final Page page;

    private SelectStatement(
            Descriptor<?> rows,
            @Nullable List<Selectable<?, ?>> selected,
            @Nullable Condition<?> condition,
            Grouping groups,
            Page page) {
        this.rows = rows;
        this.selected = selected;
        this.condition = condition;
        this.groups = groups;
        this.page = page;
    }

    /**
     * How rows are grouped.
     *
     * @param columns null for the selected columns, if there are aggregates
     */
    private record Grouping(
            @Nullable List<SortableColumn<?, ?>> columns,
            @Nullable Condition<?> condition) {}

    /** Which rows of the result are read, and in which order. */
    private record Page(List<Ordering<?>> order, @Nullable Long limit, long offset) {}

    /** Returns the statement that selects all columns of a table or view. */
    public static SelectStatement of(Descriptor<?> rows) {
        return new SelectStatement(rows, null, null, new Grouping(null, null), new Page(List.of(), null, 0));
    }

    /** Selects these expressions instead of all columns. */
    public SelectStatement select(List<Selectable<?, ?>> expressions) {
        return new SelectStatement(rows, expressions, condition, groups, page);
    }

    /** Adds a condition on rows. */
    public <R> SelectStatement where(Condition<R> added) {
        Condition<?> both = joined(condition, added);
        return new SelectStatement(rows, selected, both, groups, page);
    }

    /**
     * Adds columns to group by.
     *
     * @throws IllegalArgumentException if a selected column is not among the columns to group by
     */
    public SelectStatement groupBy(Collection<? extends SortableColumn<?, ?>> added) {
        List<SortableColumn<?, ?>> all = new ArrayList<>(groups.columns == null ? List.of() : groups.columns);
        all.addAll(added);
        List<SortableColumn<?, ?>> ungrouped =
                selectedColumns().filter(column -> !all.contains(column)).toList();
        if (!ungrouped.isEmpty()) {
            throw new IllegalArgumentException("Selected, but not grouped by: " + names(ungrouped)
                    + ". Group by each selected column, or select an aggregate of it.");
        }
        return with(new Grouping(List.copyOf(all), groups.condition));
    }

    /** Adds a condition on groups. */
    public SelectStatement having(Condition<?> added) {
        Condition<?> both = joined(groups.condition, added);
        return with(new Grouping(groups.columns, both));
    }

    /** Adds sort orders with decreasing precedence, after the present ones. */
    public SelectStatement orderBy(Collection<? extends Ordering<?>> added) {
        List<Ordering<?>> all = new ArrayList<>(page.order);
        all.addAll(added);
        return with(new Page(List.copyOf(all), page.limit, page.offset));
    }

    /**
     * Sets the maximum number of rows.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement limit(long most) {
        return with(new Page(page.order, notNegative(most), page.offset));
    }

    /** Limits the statement to the first row. */
    public SelectStatement first() {
        return limit(page.limit == null ? 1 : Math.min(page.limit, 1));
    }

    /**
     * Sets the number of rows to skip.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public SelectStatement offset(long skipped) {
        return with(new Page(page.order, page.limit, notNegative(skipped)));
    }

    private SelectStatement with(Grouping newGroups) {
        return new SelectStatement(rows, selected, condition, newGroups, page);
    }

    private SelectStatement with(Page newPage) {
        return new SelectStatement(rows, selected, condition, groups, newPage);
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
        return statement(expressions(), page.order);
    }

    private String expressions() {
        return selected == null
                ? rows.columns().stream().map(SelectStatement::readable).collect(Collectors.joining(", "))
                : selected.stream().map(SelectStatement::text).collect(Collectors.joining(", "));
    }

    /** Returns the statement that counts the rows. */
    public BoundStatement counting() {
        if (!isGrouped() && page.limit == null && page.offset == 0) {
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
        ConditionText having = ConditionText.having(groups.condition);
        text.append(having.clause());
        before = " ORDER BY ";
        for (Ordering<?> item : sorting) {
            text.append(before).append(text(item.selectable()));
            text.append(item.direction() == Direction.DESCENDING ? " DESC" : "");
            before = ", ";
        }
        if (page.limit != null || page.offset > 0) {
            text.append(" LIMIT ").append(page.limit == null ? Long.MAX_VALUE : page.limit);
            text.append(page.offset > 0 ? " OFFSET " + page.offset : "");
        }
        List<@Nullable Object> values = new ArrayList<>(where.values());
        values.addAll(having.values());
        return new BoundStatement(text.toString(), values);
    }

    /** Whether the result has a row for each group, instead of one for each row of the table. */
    private boolean isGrouped() {
        return groups.columns != null
                || groups.condition != null
                || Stream.concat(
                                selected == null ? Stream.of() : selected.stream(),
                                page.order.stream().map(Ordering::selectable))
                        .anyMatch(AggregateValue.class::isInstance);
    }

    private List<SortableColumn<?, ?>> grouping() {
        if (groups.columns != null) {
            return groups.columns;
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
        for (Ordering<?> item : page.order) {
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
        return statement(expressions(), page.order).sql();
    }
}
