package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.IcebergLayout;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.TouchedPartitionFinder.TouchedPartitions;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.rows.table.RowMerger;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs INSERT INTO and INSERT OVERWRITE: converts rows to the table's columns, checks them, and merges them. The rows
 * are staged first, so that a refused row leaves the table as it was.
 */
final class RowInserter {
    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final SqlTranslator sqlTranslator;
    private final StatementContext context;

    RowInserter(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator, StatementContext context) {
        this.duckDb = duckDb;
        this.target = target;
        this.table = target.table();
        this.sqlTranslator = sqlTranslator;
        this.context = context;
    }

    /**
     * Writes the rows; the result counts the rows that were not filtered out.
     *
     * @throws Refusal if more rows are filtered out than the statement tolerates; nothing is then written
     */
    WriteResult write(Insert insert, PreparedWrite preparedWrite) {
        return needsStaging(insert, preparedWrite)
                ? writeStaged(insert, preparedWrite)
                : writeDirectly(preparedWrite).orElseGet(() -> writeStaged(insert, preparedWrite));
    }

    /**
     * Returns whether the rows must be staged, because more than their validity must be known before they are
     * written.
     */
    private boolean needsStaging(Insert insert, PreparedWrite preparedWrite) {
        boolean areRowsIndependent = table.model() == KeyModel.DUPLICATE
                || (table.model() != KeyModel.AGGREGATE
                        && preparedWrite.sourceRows().parameterizedRow() != null);
        return !areRowsIndependent
                || !(table.partitioning() instanceof Partitioning.None)
                || insert.partitions() != null
                || insert.isOverwrite()
                || preparedWrite.isPartialUpdate()
                || !preparedWrite.resolveColumns(table.columns()).containsAll(table.keyColumns())
                || table.columns().stream().anyMatch(Column::isAutoIncrement)
                || duckDb.isInTransaction();
    }

    /**
     * Writes rows that are checked while they are written. The result is empty, and nothing is written, if a row may be
     * invalid.
     */
    private Optional<WriteResult> writeDirectly(PreparedWrite preparedWrite) {
        TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(duckDb, target, sqlTranslator);
        SourceRows row = preparedWrite.sourceRows().parameterizedRow();
        StagingTable stagingTable = new StagingTable(duckDb, target, sqlTranslator);
        RowMerger rowMerger = new RowMerger(duckDb, table, target.storedTable(), sqlTranslator);
        List<Column> columns = preparedWrite.resolveColumns(table.columns());
        try {
            if (row == null) {
                long rowCount = rowMerger.appendRows(stagingTable.renderValidRows(columns, preparedWrite.sourceRows()));
                return Optional.of(partitionFinder.createUnpartitionedResult(rowCount, rowCount, context));
            }
            ParameterizedSql insertSql =
                    rowMerger.renderInsert(stagingTable.renderValidRows(columns, row), row.literalTexts());
            long addedRowCount = table.model() == KeyModel.DUPLICATE
                    ? duckDb.runPrepared(List.of(new DuckDb.PreparedChange(insertSql, true)))
                            .get(0)
                    : upsertRow(rowMerger, insertSql, stagingTable.renderKeys(columns, row));
            return Optional.of(partitionFinder.createUnpartitionedResult(1, addedRowCount, context));
        } catch (Refusal refusal) {
            if (refusal.breaksAnyRule(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Adds a row, or replaces the row with the same key, and returns by how many rows the table has grown. */
    private long upsertRow(RowMerger rowMerger, ParameterizedSql insertSql, List<ParameterizedSql> keyValues) {
        boolean isOptimized =
                context.rowStatistics().mayBeTooLargeToScan(target.storedTable().key());
        ParameterizedSql insertIfAbsentSql = rowMerger.renderInsertIfAbsent(insertSql, keyValues);
        long addedRowCount = duckDb.runPrepared(List.of(new DuckDb.PreparedChange(insertIfAbsentSql, isOptimized)))
                .get(0);
        if (addedRowCount == 0) {
            duckDb.runPrepared(List.of(
                    new DuckDb.PreparedChange(rowMerger.renderDelete(keyValues), isOptimized),
                    new DuckDb.PreparedChange(insertSql, true)));
        }
        return addedRowCount;
    }

    /** Stages and checks the rows, deletes the rows that they overwrite, and merges them, in one transaction. */
    private WriteResult writeStaged(Insert insert, PreparedWrite preparedWrite) {
        return duckDb.runInTransactionWithRetry(() -> {
            StagingTable stagingTable = new StagingTable(duckDb, target, sqlTranslator);
            Optional<TouchedPartitions> keyPartition = findKeyPartition(insert, preparedWrite);
            Optional<String> partitionCondition = keyPartition
                    .map(partition -> partition.renderCondition(sqlTranslator))
                    .or(() -> renderPartitionCondition(insert));
            long rowCount = stageRows(insert, preparedWrite, partitionCondition, stagingTable);
            DuckDbTarget extendedTarget = keyPartition
                    .map(partition -> new DuckDbTarget(target.databaseName(), partition.table(), target.storedTable()))
                    .orElse(target);
            TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(
                    duckDb, extendedTarget, sqlTranslator, insert.writesTemporaryPartitions());
            TouchedPartitions touchedPartitions = partitionFinder.findTouchedPartitions(StagingTable.NAME, rowCount);
            Set<String> replacedKeys = insert.isOverwrite()
                    ? deleteOverwrittenRows(
                            insert, keyPartition, partitionCondition, partitionFinder, touchedPartitions)
                    : Set.of();
            RowMerger rowMerger = new RowMerger(duckDb, table, target.storedTable(), sqlTranslator);
            if (rowCount == 1) {
                rowMerger.mergeSingleRow(StagingTable.NAME);
            } else {
                rowMerger.mergeStagedRows(StagingTable.NAME);
            }
            stagingTable.drop();
            ChangedPartitions partitionsCreatedByKey = keyPartition
                    .map(partition -> new ChangedPartitions(Map.of(), Set.of(), partition.createdPartitions()))
                    .orElse(ChangedPartitions.NONE);
            return new WriteResult(
                    rowCount,
                    partitionsCreatedByKey.merge(partitionFinder.collectChanges(touchedPartitions, replacedKeys)));
        });
    }

    /**
     * Fills the staging table with the rows, without those that can't be stored, and returns the number of its rows.
     *
     * @throws Refusal if more rows can't be stored than the statement tolerates
     */
    private long stageRows(
            Insert insert,
            PreparedWrite preparedWrite,
            Optional<String> partitionCondition,
            StagingTable stagingTable) {
        stagingTable.fill(
                preparedWrite.resolveColumns(table.columns()),
                preparedWrite.sourceRows(),
                preparedWrite.isPartialUpdate(),
                partitionCondition.orElse(null));
        StagingTable.RowCounts rowCounts = stagingTable.countRows();
        if (rowCounts.invalidRowCount() > rowCounts.totalRowCount() * maxFilterRatio(insert)) {
            throw createFilteredRowsRefusal(stagingTable);
        }
        if (rowCounts.invalidRowCount() > 0) {
            stagingTable.deleteInvalidRows();
        }
        return rowCounts.totalRowCount() - rowCounts.invalidRowCount();
    }

    /**
     * Deletes the rows that INSERT OVERWRITE replaces, and returns the keys of their partitions: the named partitions,
     * the partition of the values in PARTITION, the partitions that receive rows with {@code dynamic_overwrite}, or
     * else all partitions. In an Iceberg table, {@link IcebergOverwrite} selects the rows, and the result is empty.
     */
    private Set<String> deleteOverwrittenRows(
            Insert insert,
            Optional<TouchedPartitions> keyPartition,
            Optional<String> partitionCondition,
            TouchedPartitionFinder partitionFinder,
            TouchedPartitions touchedPartitions) {
        String deleteSql = "DELETE FROM " + target.storedTable().quotedName();
        if (insert.partitions() != null) {
            duckDb.run(deleteSql + " WHERE " + partitionCondition.orElseThrow());
            return partitionFinder.collectPartitionKeys(insert.partitions().names());
        }
        Optional<IcebergLayout> layout =
                DatabaseObject.findIcebergLayout(context.catalog(), target.databaseName(), table.name());
        if (layout.isPresent()) {
            duckDb.run(deleteSql + " WHERE "
                    + new IcebergOverwrite(layout.get(), table, sqlTranslator).renderCondition(StagingTable.NAME));
            return Set.of();
        }
        if (keyPartition.isPresent()) {
            duckDb.run(deleteSql + " WHERE " + partitionCondition.orElseThrow());
            return partitionFinder.collectPartitionKeys(keyPartition.get().partitions().stream()
                    .map(PartitionDefinition::name)
                    .toList());
        }
        boolean isDynamicOverwrite = table.partitioning().isAutomatic()
                && context.session()
                        .variables()
                        .requireValue("dynamic_overwrite")
                        .equalsIgnoreCase("true");
        if (isDynamicOverwrite) {
            duckDb.run(deleteSql + " WHERE " + touchedPartitions.renderCondition(sqlTranslator));
            return partitionFinder.collectPartitionKeys(touchedPartitions.partitions().stream()
                    .map(PartitionDefinition::name)
                    .toList());
        }
        duckDb.run(deleteSql);
        return partitionFinder.collectPartitionKeys(null);
    }

    /** Returns the partition of the values of {@code PARTITION (day = '2025-01-01')}, which the rows replace. */
    private Optional<TouchedPartitions> findKeyPartition(Insert insert, PreparedWrite preparedWrite) {
        return insert.partitionKeys().isEmpty() || DatabaseObject.isInExternalCatalog(target.databaseName())
                ? Optional.empty()
                : Optional.of(new OverwrittenPartitionFinder(duckDb, target, sqlTranslator)
                        .resolvePartition(insert, preparedWrite));
    }

    /** Returns the condition that a row must meet: it is in one of the named partitions, or else in any partition. */
    private Optional<String> renderPartitionCondition(Insert insert) {
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table, sqlTranslator);
        if (insert.partitions() == null) {
            return conditionRenderer.renderAnyPartition();
        }
        return Optional.of(conditionRenderer.renderNamedPartitions(insert.partitions()));
    }

    private double maxFilterRatio(Insert insert) {
        return Double.parseDouble(KnownProperty.MAX_FILTER_RATIO
                .findValueIn(insert.properties())
                .orElseGet(() -> context.session().variables().requireValue("insert_max_filter_ratio")));
    }

    /** Returns the server's error, which refers to the tracking log, with the first problem appended. */
    private Refusal createFilteredRowsRefusal(StagingTable stagingTable) {
        // The id that the load would have got.
        long loadId = context.state().lastId() + 1;
        String problem = stagingTable.readFirstProblem();
        return Refusal.ofExecution(Span.NONE, EmbeddedRule.ROWS_FILTERED, loadId, loadId, problem);
    }
}
