package dev.cairn.engine.advice;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides whether a statement certainly reads all partitions of a relation. */
record PartitionRestriction(ColumnMentions mentions) {
    private static final Set<String> METADATA_FUNCTIONS = Set.of("count", "min", "max");

    /**
     * Returns whether the statement certainly reads all partitions: no condition restricts a column that determines the
     * partition of a row, and the server neither stops at a LIMIT nor needs only metadata.
     */
    boolean readsAllPartitions(List<String> columnNames) {
        return !columnNames.isEmpty()
                && columnNames.stream().noneMatch(mentions::mayBeRestricted)
                && !stopsEarly(mentions.selectParts())
                && !needsOnlyMetadata(mentions.selectParts());
    }

    /**
     * Returns the columns of which a condition has to name at least one: the partition columns, and the columns from
     * which generated partition columns are computed.
     */
    static List<String> collectRestrictableColumnNames(Table table) {
        List<String> columnNames = new ArrayList<>(table.partitioning().sourceColumns());
        for (String sourceColumnName : table.partitioning().sourceColumns()) {
            table.findColumn(sourceColumnName)
                    .map(Column::generatedValue)
                    .ifPresent(generatedValue -> columnNames.addAll(generatedValue.collectReferenceNames()));
        }
        return columnNames;
    }

    /** Returns whether the scan ends as soon as it has enough rows, because of a LIMIT without an order. */
    private static boolean stopsEarly(SelectParts selectParts) {
        return selectParts.query() != null
                && selectParts.query().limit() != null
                && selectParts.query().orderBy().isEmpty()
                && selectParts.select().groupBy() == null
                && selectParts.select().quantifier() == null
                && selectParts.select().items().stream().noneMatch(PartitionRestriction::combinesRows);
    }

    private static boolean combinesRows(SelectItem item) {
        return item instanceof SelectItem.Value value
                && (RestrictedExpression.AGGREGATE.isIn(value.value())
                        || RestrictedExpression.WINDOW_FUNCTION.isIn(value.value()));
    }

    /**
     * Returns whether the SELECT needs only metadata, which contain the number of rows of a table and the bounds of its
     * columns.
     */
    private static boolean needsOnlyMetadata(SelectParts selectParts) {
        return selectParts.relations().size() == 1
                && selectParts.select().where() == null
                && selectParts.select().groupBy() == null
                && selectParts.select().items().stream()
                        .allMatch(item -> item instanceof SelectItem.Value value
                                && value.value().unwrap() instanceof Expression.Call call
                                && !call.isDistinct()
                                && METADATA_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))
                                && call.arguments().stream()
                                        .allMatch(argument -> argument.unwrap() instanceof Expression.Reference
                                                || argument instanceof Expression.NumberLiteral));
    }
}
