package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.engine.partition.PartitionRanges;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Renders the conditions for a refresh of some partitions of a materialized view. They select the rows to recalculate:
 * the rows of each partition that overlaps a range, or the rows with listed values.
 */
public record RefreshConditionRenderer(
        MaterializedView view, List<Column> columns, Catalog catalog, SqlTranslator expressionTranslator) {
    /** A column or an expression by which the view is partitioned, in DuckDB's SQL. */
    private record ViewPartitionItem(Expression expression, String sql, Type type) {
        /** Returns the unit to which the values are truncated; empty if they are not. */
        Optional<String> findTruncationUnit() {
            return expression instanceof Expression.Call call
                            && call.arguments().get(0) instanceof Expression.StringLiteral unit
                    ? Optional.of(unit.value())
                    : Optional.empty();
        }

        String renderConstant(String text) {
            return CastTranslator.convert(DuckDbQuoting.quoteText(text), TypeConstants.VARCHAR, type);
        }
    }

    /** Returns the condition over the columns of the view; empty if all rows are recalculated. */
    public Optional<String> renderCondition(RefreshedPartitions partitions) {
        if (partitions.equals(RefreshedPartitions.ALL)) {
            return Optional.empty();
        }
        List<ViewPartitionItem> items =
                view.partitionBy().stream().map(this::toPartitionItem).toList();
        String condition = partitions.start() == null
                ? renderValues(items, partitions.values())
                : renderRange(
                        items.get(0),
                        partitions.start(),
                        Objects.requireNonNull(partitions.end(), partitions::toString));
        return Optional.of("coalesce(" + condition + ", FALSE)");
    }

    /**
     * Returns the condition for the rows of the partitions that follow from partitions of the base table, and for the
     * rows of partitions that were dropped.
     *
     * @param basePartitionNames the partitions of the only base table that is partitioned; some may have been dropped
     *     since the refresh was recorded
     */
    public String renderBasePartitions(Set<String> basePartitionNames) {
        ViewPartitionItem item = toPartitionItem(view.partitionBy().get(0));
        String selectedCondition = findBaseTables().stream()
                .flatMap(table -> listRanges(table, item, basePartitionNames::contains))
                .map(range -> " OR (" + range.renderContainment(item) + ")")
                .collect(Collectors.joining("", "coalesce(FALSE", ", FALSE)"));
        return renderAnyPartition()
                .map(anyPartition -> "(" + selectedCondition + " OR NOT " + anyPartition + ")")
                .orElse(selectedCondition);
    }

    /** Returns the columns and expressions by which the view is partitioned, in DuckDB's SQL. */
    public String renderPartitionItems() {
        return view.partitionBy().stream()
                .map(item -> toPartitionItem(item).sql())
                .collect(Collectors.joining(", "));
    }

    /** Returns an expression with its SQL and the type of the column that it reads. */
    private ViewPartitionItem toPartitionItem(Expression expression) {
        String columnName = expression.collectReferenceNames().get(0);
        Type type = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst()
                .orElseThrow()
                .type();
        return new ViewPartitionItem(
                expression,
                expressionTranslator.translateExpression(
                        expression, DuckDbTableResolver.toSourceColumns(columns), type),
                type);
    }

    /** Returns the condition that the items of a row have one of the listed combinations of values. */
    private static String renderValues(List<ViewPartitionItem> items, List<List<Bound>> values) {
        List<String> rows = new ArrayList<>();
        for (List<Bound> row : values) {
            List<String> equalities = new ArrayList<>();
            for (int i = 0; i < Math.min(items.size(), row.size()); i++) {
                String valueSql = row.get(i) instanceof Bound.LiteralBound bound
                        ? items.get(i).renderConstant(bound.text())
                        : "NULL";
                equalities.add(items.get(i).sql() + " IS NOT DISTINCT FROM " + valueSql);
            }
            rows.add("(" + String.join(" AND ", equalities) + ")");
        }
        return String.join(" OR ", rows);
    }

    /**
     * Returns the condition that a row is in a range, or in a partition that overlaps it. The range includes its start
     * and excludes its end.
     */
    private String renderRange(ViewPartitionItem item, String start, String end) {
        SqlValueRange range = new SqlValueRange(item.renderConstant(start), item.renderConstant(end), false);
        return Stream.concat(
                        Stream.of(range.renderContainment(item)),
                        findBaseTables().stream()
                                .filter(table -> isPartitionedByColumnOfType(table, item.type()))
                                .flatMap(table -> listRanges(table, item))
                                .map(partitionRange -> partitionRange.renderOverlap(range) + " AND ("
                                        + partitionRange.renderContainment(item) + ")"))
                .collect(Collectors.joining(") OR (", "(", ")"));
    }

    /**
     * Returns the condition that a row is in a partition of the view, which has the partitions of its base tables;
     * empty if the view is not partitioned by range, or a base table is partitioned in another way. A refresh drops all
     * rows that are in no such partition.
     */
    public Optional<String> renderAnyPartition() {
        if (view.partitioningKind() != MaterializedView.PartitioningKind.RANGE) {
            return Optional.empty();
        }
        ViewPartitionItem item = toPartitionItem(view.partitionBy().get(0));
        List<Table> partitionedTables = findBaseTables().stream()
                .filter(table -> !(table.partitioning() instanceof Partitioning.None))
                .toList();
        boolean isDerivable = !partitionedTables.isEmpty()
                && partitionedTables.stream().allMatch(table -> isPartitionedByColumnOfType(table, item.type()))
                && view.definition().baseRelations().stream().noneMatch(this::isMaterializedView);
        return isDerivable
                ? Optional.of(partitionedTables.stream()
                        .flatMap(table -> listRanges(table, item))
                        .map(partitionRange -> " OR (" + partitionRange.renderContainment(item) + ")")
                        .collect(Collectors.joining("", "coalesce(FALSE", ", FALSE)")))
                : Optional.empty();
    }

    private List<Table> findBaseTables() {
        return view.definition().baseRelations().stream()
                .filter(base -> !base.isDropped())
                .flatMap(base -> catalog.findTable(base.database(), base.name()).stream())
                .toList();
    }

    private boolean isMaterializedView(BaseRelation base) {
        return catalog.findMaterializedView(base.database(), base.name()).isPresent();
    }

    private static boolean isPartitionedByColumnOfType(Table table, Type type) {
        boolean isRange = table.partitioning() instanceof Partitioning.ColumnRange
                || table.partitioning() instanceof Partitioning.ExpressionRange;
        List<String> partitionColumnNames = isRange ? table.partitioning().columns() : List.of();
        return partitionColumnNames.size() == 1
                && table.findColumn(partitionColumnNames.get(0))
                        .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.of(type))
                        .isPresent();
    }

    private static Stream<SqlValueRange> listRanges(Table table, ViewPartitionItem item) {
        return listRanges(table, item, name -> true);
    }

    private static Stream<SqlValueRange> listRanges(
            Table table, ViewPartitionItem item, Predicate<String> namePredicate) {
        return table.partitioning().partitions().stream()
                .filter(partition -> namePredicate.test(partition.name().text()))
                .filter(PartitionDefinition.RangePartition.class::isInstance)
                .map(PartitionDefinition.RangePartition.class::cast)
                .map(partition -> new SqlValueRange(
                        renderBound(partition.lowerBounds(), item),
                        renderBound(partition.upperBounds(), item),
                        PartitionRanges.includesNull(partition.lowerBounds(), List.of(item.type()))));
    }

    /** Returns the first bound as a constant; null if it is not a value, such as MAXVALUE. */
    private static @Nullable String renderBound(List<Bound> bounds, ViewPartitionItem item) {
        return bounds.get(0) instanceof Bound.LiteralBound value ? item.renderConstant(value.text()) : null;
    }

    /**
     * A range of values, whose bounds are constants in DuckDB's SQL.
     *
     * @param lower the least value of the range, or null if the range has no lower bound
     * @param upper the least value above the range, or null if the range has no upper bound
     * @param includesNull whether NULL belongs to it
     */
    private record SqlValueRange(
            @Nullable String lower, @Nullable String upper, boolean includesNull) {
        /**
         * Returns the condition that the value of a row is in this range. If the item truncates values to a unit, it
         * suffices that the unit of the value overlaps the range.
         */
        String renderContainment(ViewPartitionItem item) {
            String endComparison = item.findTruncationUnit()
                    .map(unit -> "(" + item.sql() + " + INTERVAL 1 " + unit + ") > ")
                    .orElse(item.sql() + " >= ");
            String condition =
                    (lower == null ? "TRUE" : endComparison + lower) + " AND " + renderUpperAbove(item.sql());
            return includesNull ? item.sql() + " IS NULL OR " + condition : condition;
        }

        /** Returns the condition that two ranges have a value in common. */
        String renderOverlap(SqlValueRange otherRange) {
            return (lower == null ? "TRUE" : otherRange.renderUpperAbove(lower)) + " AND "
                    + (otherRange.lower == null ? "TRUE" : renderUpperAbove(otherRange.lower));
        }

        /**
         * Returns the condition that the upper bound is greater than a value. A bound beyond all dates is NULL in
         * DuckDB.
         */
        private String renderUpperAbove(String valueSql) {
            return upper == null ? "TRUE" : "(" + valueSql + " < " + upper + " OR " + upper + " IS NULL)";
        }
    }
}
