package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a materialized view that a refresh of some partitions recalculates: those of each partition that has a value in common
 * with the range, or those of the listed values.
 */
record RefreshedRows(MaterializedView view, List<Column> columns, Catalog catalog, Translation expressions) {
    /** A column or an expression by which the view is partitioned, in DuckDB's SQL. */
    private record Item(Expression expression, String sql, Type type) {
        String constant(String text) {
            return Conversion.of(DuckDbQuoting.text(text), TranslationTypes.VARCHAR, type);
        }
    }

    /** Returns the condition over the columns of the view; empty if all rows are recalculated. */
    Optional<String> condition(RefreshedPartitions partitions) {
        if (partitions.equals(RefreshedPartitions.ALL)) {
            return Optional.empty();
        }
        List<Item> items = view.partitionBy().stream().map(this::item).toList();
        String condition = partitions.start() == null
                ? listed(items, partitions.values())
                : inRange(
                        items.get(0),
                        partitions.start(),
                        Objects.requireNonNull(partitions.end(), partitions::toString));
        return Optional.of("coalesce(" + condition + ", FALSE)");
    }

    /** An expression over a column has the type of the column. */
    private Item item(Expression expression) {
        String read = expression.columnNames().get(0);
        Type type = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(read))
                .findFirst()
                .orElseThrow()
                .type();
        return new Item(
                expression, expressions.expression(expression, DuckDbTableResolver.readable(columns), type), type);
    }

    private static String listed(List<Item> items, List<List<Bound>> values) {
        List<String> rows = new ArrayList<>();
        for (List<Bound> row : values) {
            List<String> equal = new ArrayList<>();
            for (int i = 0; i < Math.min(items.size(), row.size()); i++) {
                String value =
                        row.get(i) instanceof Bound.Value bound ? items.get(i).constant(bound.text()) : "NULL";
                equal.add(items.get(i).sql() + " IS NOT DISTINCT FROM " + value);
            }
            rows.add("(" + String.join(" AND ", equal) + ")");
        }
        return String.join(" OR ", rows);
    }

    /** The range includes its start and excludes its end. */
    private String inRange(Item item, String start, String end) {
        String from = item.constant(start);
        String to = item.constant(end);
        if (item.expression() instanceof Expression.Call call
                && call.arguments().get(0) instanceof Expression.Text unit) {
            String next = item.sql() + " + INTERVAL 1 " + unit.value();
            return item.sql() + " < " + to + " AND " + next + " > " + from;
        }
        String within = "(" + item.sql() + " >= " + from + " AND " + item.sql() + " < " + to + ")";
        return Stream.concat(
                        Stream.of(within),
                        basePartitions(item)
                                .map(partition -> "(" + partition.lower() + " < " + to
                                        + " AND " + partition.upper() + " > " + from + " AND " + item.sql() + " >= "
                                        + partition.lower()
                                        + " AND " + item.sql() + " < " + partition.upper() + ")"))
                .collect(Collectors.joining(" OR "));
    }

    /** A range of values, whose bounds are constants in DuckDB's SQL. */
    private record ValueRange(String lower, String upper) {}

    /** Returns the partitions of the base tables with a partition column of the same type, which are those of the view. */
    private Stream<ValueRange> basePartitions(Item item) {
        return view.definition().bases().stream()
                .filter(base -> !base.dropped())
                .flatMap(base -> catalog.table(base.database(), base.name()).stream())
                .filter(table -> isPartitionedBy(table, PrimitiveType.of(item.type())))
                .flatMap(table -> table.partitioning().partitions().stream())
                .filter(PartitionDefinition.Fixed.class::isInstance)
                .map(PartitionDefinition.Fixed.class::cast)
                .filter(partition -> partition.lower().get(0) instanceof Bound.Value
                        && partition.upper().get(0) instanceof Bound.Value)
                .map(partition -> new ValueRange(
                        item.constant(((Bound.Value) partition.lower().get(0)).text()),
                        item.constant(((Bound.Value) partition.upper().get(0)).text())));
    }

    private static boolean isPartitionedBy(Table table, PrimitiveType type) {
        boolean range = table.partitioning() instanceof Partitioning.Range
                || table.partitioning() instanceof Partitioning.RangeBy;
        List<String> names = range ? table.partitioning().columns() : List.of();
        return names.size() == 1
                && table.column(names.get(0))
                        .filter(column -> PrimitiveType.of(column.type()) == type)
                        .isPresent();
    }
}
