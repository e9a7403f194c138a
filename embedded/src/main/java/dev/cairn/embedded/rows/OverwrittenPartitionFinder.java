package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.TouchedPartitionFinder.TouchedPartitions;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.table.AutomaticPartitionPlanner;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the partition that INSERT OVERWRITE with {@code PARTITION (day = '2025-01-01')} replaces. A server creates the
 * partition of these values, as for a row, if the table lacks it.
 */
record OverwrittenPartitionFinder(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator) {
    /**
     * Returns the only partition of the values, and the table with this partition.
     *
     * @throws Refusal if the embedded server can't determine which partition a server would replace
     */
    TouchedPartitions resolvePartition(Insert insert, PreparedWrite preparedWrite) {
        Table table = target.table();
        List<Column> columns = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        if (!table.partitioning().hiddenExpressions().isEmpty()) {
            throw createRefusal(insert, "values of the expressions of PARTITION BY in PARTITION");
        }
        for (PartitionKeyValue key : insert.partitionKeys()) {
            Column column = preparedWrite.resolveColumn(key.column(), table.columns());
            columns.add(column);
            cells.add(sqlTranslator.translateExpression(key.value(), List.of(), column.type()) + " AS "
                    + DuckDbTable.quotedColumnName(column));
        }
        // A server assigns the values to the partition columns by their positions.
        if (!columns.stream()
                .map(Column::name)
                .toList()
                .equals(table.partitioning().columns())) {
            throw createRefusal(insert, "the values of PARTITION in another order than the columns of PARTITION BY");
        }
        String rowSql = "(SELECT " + String.join(", ", cells) + ")";
        if (table.partitioning() instanceof Partitioning.ExpressionRange expressionRange) {
            requirePeriodStart(insert, expressionRange.expression(), columns.get(0), rowSql);
        } else if (insert.partitionKeys().stream().anyMatch(key -> key.value() instanceof Expression.NullLiteral)) {
            // A server reads the text NULL, which is not a value of most types.
            throw createRefusal(insert, "NULL in PARTITION of a table with partitions by values");
        }
        TouchedPartitions partitions =
                new TouchedPartitionFinder(duckDb, target, sqlTranslator).findTouchedPartitions(rowSql);
        if (!table.partitioning().isByRange()) {
            requirePartitionCreatedForValues(insert, partitions, rowSql);
        }
        return partitions;
    }

    /**
     * Requires that the value is the start of its period if a period has several units: for any other value, a server
     * creates a period that starts at the value.
     */
    private void requirePeriodStart(Insert insert, Expression expression, Column column, String rowSql) {
        if (PartitionGranularity.find(expression).orElseThrow().interval() == 1) {
            return;
        }
        String startSql = sqlTranslator.translateExpression(
                expression, DuckDbTableResolver.toSourceColumns(target.table().columns()), column.type());
        if (duckDb.queryNumber("SELECT count(*) FROM " + rowSql + " WHERE " + startSql + " IS NOT DISTINCT FROM "
                        + DuckDbTable.quotedColumnName(column))
                == 0) {
            throw createRefusal(insert, "a value in PARTITION that is not the start of a partition");
        }
    }

    /**
     * Requires that the partition was created for these values: a server looks for the name that it gives to a
     * partition of these values.
     */
    private void requirePartitionCreatedForValues(Insert insert, TouchedPartitions partitions, String rowSql) {
        Table tableWithoutPartitions =
                target.table().withPartitioning(target.table().partitioning().withPartitions(List.of()));
        PartitionDefinition createdPartition = new AutomaticPartitionPlanner(
                        duckDb, tableWithoutPartitions, sqlTranslator)
                .findMissingPartitions(rowSql)
                .get(0);
        PartitionDefinition partition = partitions.partitions().get(0);
        if (!partition.name().equalsIgnoreCase(createdPartition.name().text())
                || !TablePartitions.of(target.table()).haveSameValues(partition, createdPartition)) {
            throw createRefusal(
                    insert,
                    "PARTITION with the values of the partition "
                            + partition.name().text() + ", which was not created for a row");
        }
    }

    private static Refusal createRefusal(Insert insert, String unsupportedFeature) {
        return Refusal.ofAnalysis(insert.target().span(), EmbeddedRule.UNSUPPORTED, unsupportedFeature);
    }
}
