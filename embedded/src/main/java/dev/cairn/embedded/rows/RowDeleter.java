package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.engine.row.DeleteCondition;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs DELETE. For a PRIMARY KEY table, a query selects the rows; for other tables, a simple condition does. */
record RowDeleter(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator, StatementContext context) {
    /** Deletes the rows, and returns their number for a PRIMARY KEY table, or 0 for any other table. */
    WriteResult write(Delete delete, PreparedWrite preparedWrite) {
        return target.table().model() == KeyModel.PRIMARY
                ? deleteByKeys(preparedWrite)
                : deleteByCondition(delete, preparedWrite);
    }

    private WriteResult deleteByKeys(PreparedWrite preparedWrite) {
        List<Column> keyColumns = preparedWrite.resolveColumns(target.table().keyColumns());
        List<String> keyEqualities = new ArrayList<>();
        for (int i = 0; i < keyColumns.size(); i++) {
            keyEqualities.add("t." + DuckDbTable.quotedColumnName(keyColumns.get(i)) + " = s.c" + i);
        }
        return duckDb.runInTransactionWithRetry(() -> {
            duckDb.run("CREATE OR REPLACE TEMP TABLE deleted AS SELECT DISTINCT t.* FROM "
                    + target.storedTable().quotedName() + " AS t JOIN ("
                    + preparedWrite.sourceRows().sql() + ") AS s ON "
                    + String.join(" AND ", keyEqualities));
            TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(duckDb, target, sqlTranslator);
            TouchedPartitionFinder.TouchedPartitions touchedPartitions =
                    partitionFinder.findTouchedPartitions("deleted");
            long deletedRowCount =
                    duckDb.run("DELETE FROM " + target.storedTable().quotedName() + " AS t USING deleted AS s WHERE "
                            + keyColumns.stream()
                                    .map(DuckDbTable::quotedColumnName)
                                    .map(key -> "t." + key + " = s." + key)
                                    .collect(Collectors.joining(" AND ")));
            duckDb.run("DROP TABLE deleted");
            return new WriteResult(deletedRowCount, partitionFinder.collectChanges(touchedPartitions, Set.of()));
        });
    }

    /**
     * Deletes the rows that meet the condition. The result reports 0 rows, because the server does not report their
     * number.
     */
    private WriteResult deleteByCondition(Delete delete, PreparedWrite preparedWrite) {
        String partitionCondition = delete.partitions() == null
                ? "TRUE"
                : new PartitionConditionRenderer(target.table(), sqlTranslator)
                        .renderNamedPartitions(delete.partitions());
        return duckDb.runInTransactionWithRetry(() -> {
            TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(duckDb, target, sqlTranslator);
            TouchedPartitionFinder.TouchedPartitions touchedPartitions = partitionFinder.findSelectedPartitions(
                    delete, renderPruningCondition(delete, preparedWrite), context);
            Expression condition = touchedPartitions.hasRows()
                    ? new DeleteCondition(preparedWrite.tableAtStart(), Objects.requireNonNull(delete.where()))
                            .convertValues()
                            .orElse(null)
                    : null;
            if (condition == null) {
                return new WriteResult(0, ChangedPartitions.NONE);
            }
            duckDb.run("DELETE FROM " + target.storedTable().quotedName() + " WHERE ("
                    + translateCondition(condition, preparedWrite) + ") AND (" + partitionCondition + ")");
            return new WriteResult(
                    0,
                    partitionFinder.collectChanges(touchedPartitions, Set.of()).withConditionalDelete());
        });
    }

    /**
     * Returns the part of the condition that is about partition columns; empty if no part is. A partition is pruned
     * unless it has rows that meet this part.
     */
    private Optional<String> renderPruningCondition(Delete delete, PreparedWrite preparedWrite) {
        List<String> partitionColumnNames = preparedWrite.partitionColumnNames();
        List<String> conjuncts = new ArrayList<>();
        for (Expression conjunct : Objects.requireNonNull(delete.where()).conjuncts()) {
            boolean isPruning = !conjunct.collectReferenceNames().isEmpty()
                    && conjunct.collectReferenceNames().stream()
                            .allMatch(
                                    columnName -> partitionColumnNames.stream().anyMatch(columnName::equalsIgnoreCase))
                    && new DeleteCondition(preparedWrite.tableAtStart(), conjunct).hasConvertibleValues();
            if (isPruning) {
                conjuncts.add(translateCondition(conjunct, preparedWrite));
            }
        }
        return conjuncts.isEmpty() ? Optional.empty() : Optional.of("(" + String.join(") AND (", conjuncts) + ")");
    }

    private String translateCondition(Expression condition, PreparedWrite preparedWrite) {
        return sqlTranslator.translateExpression(
                DeleteCondition.removeQualifiers(condition),
                preparedWrite.resolveReadableColumns(target.table().columns()),
                TypeConstants.BOOLEAN);
    }
}
