package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.rows.table.RowMerger;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a Stream Load: converts texts to the table's columns, checks the rows, and merges them like the
 * rows of an INSERT. Rows that can't be stored are filtered up to the fraction that the load tolerates.
 */
final class RowLoader {
    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final SqlTranslator sqlTranslator;
    private final LoadMapping mapping;
    private final LoadValueTranslator valueTranslator;

    /**
     * Creates the loader of one load.
     *
     * @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer
     */
    RowLoader(LockedRows lockedRows, DuckDbTarget target, Table tableAtStart, LoadMapping mapping) {
        this.duckDb = lockedRows.duckDb();
        this.target = target;
        this.table = target.table();
        this.sqlTranslator = lockedRows.createTranslator();
        this.mapping = mapping;
        this.valueTranslator = new LoadValueTranslator(lockedRows, table, tableAtStart, mapping);
    }

    /**
     * Writes the rows in one transaction. If too many rows are filtered, or none remains, nothing is written, and the
     * outcome contains the reason.
     *
     * @throws Refusal if a mandatory column gets no value, or the result of the operations is undefined on a server
     */
    LoadOutcome load(IncomingRows incomingRows) {
        Map<Column, String> valueSqlByColumn = valueTranslator.translateValues();
        valueTranslator.requireMandatoryColumns(valueSqlByColumn);
        Optional<String> operationSql = valueTranslator.findOperationSql();
        return duckDb.runInTransactionWithRetry(() -> {
            ArrivedRows arrivedRows = new ArrivedRows(duckDb);
            arrivedRows.create(
                    valueTranslator.renderSelectedRows(incomingRows, valueSqlByColumn),
                    operationSql.orElse("0"),
                    valueTranslator.renderProblem(valueSqlByColumn, operationSql));
            StagingTable stagingTable = new StagingTable(duckDb, target, sqlTranslator);
            stagingTable.fill(
                    List.copyOf(valueSqlByColumn.keySet()),
                    arrivedRows.selectAcceptedRows(valueSqlByColumn.values()),
                    mapping.settings().isPartialUpdate(),
                    renderPartitionCondition());
            if (operationSql.isPresent()) {
                arrivedRows.requireDefiniteOperations();
            }
            LoadOutcome outcome = determineOutcome(incomingRows, arrivedRows, stagingTable);
            if (outcome.isAccepted()) {
                stagingTable.deleteInvalidRows();
                TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(
                        duckDb, target, sqlTranslator, mapping.settings().writesTemporaryPartitions());
                TouchedPartitionFinder.TouchedPartitions touchedPartitions =
                        partitionFinder.findTouchedPartitions(StagingTable.NAME);
                RowMerger rowMerger = new RowMerger(duckDb, table, target.storedTable(), sqlTranslator);
                if (operationSql.isPresent()) {
                    arrivedRows.createDeletedKeysTable(table);
                }
                rowMerger.mergeStagedRows(StagingTable.NAME);
                if (operationSql.isPresent()) {
                    rowMerger.deleteRowsByKeysIn(ArrivedRows.DELETED_KEYS_TABLE_NAME);
                    arrivedRows.dropDeletedKeysTable();
                }
                outcome = outcome.withChangedPartitions(partitionFinder.collectChanges(touchedPartitions, Set.of()));
            }
            arrivedRows.drop();
            stagingTable.drop();
            return outcome;
        });
    }

    /**
     * Returns the condition that a row is in a partition of the load; null if the load names no partitions and the
     * table accepts all rows.
     */
    private @Nullable String renderPartitionCondition() {
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table, sqlTranslator);
        PartitionNames partitions = mapping.settings().partitions();
        return partitions == null
                ? conditionRenderer.renderAnyPartition().orElse(null)
                : conditionRenderer.renderNamedPartitions(partitions);
    }

    /**
     * Counts the rows, collects the problems, and decides whether the load is accepted. The tolerated fraction refers
     * to the rows that meet the condition of the load, and to those that can't be parsed.
     */
    private LoadOutcome determineOutcome(
            IncomingRows incomingRows, ArrivedRows arrivedRows, StagingTable stagingTable) {
        long totalRowCount = incomingRows.parsedRowCount() + incomingRows.unparsableRowCount();
        StagingTable.RowCounts arrivedCounts = arrivedRows.countRows();
        long selectedRowCount = arrivedCounts.totalRowCount();
        long filteredRowCount = incomingRows.unparsableRowCount()
                + arrivedCounts.invalidRowCount()
                + stagingTable.countRows().invalidRowCount();
        List<String> problems = new ArrayList<>(incomingRows.parseProblems());
        problems.addAll(readProblems(ArrivedRows.NAME, valueTranslator.fieldSqls()));
        problems.addAll(readProblems(StagingTable.NAME, table.columns().stream().map(DuckDbTable::quotedColumnName)));
        long unselectedRowCount = incomingRows.parsedRowCount() - selectedRowCount;
        String failureMessage = "";
        if (filteredRowCount
                > (selectedRowCount + incomingRows.unparsableRowCount())
                        * mapping.settings().maxFilterRatio()) {
            failureMessage = LoadOutcome.TOO_MANY_FILTERED_MESSAGE;
        } else if (totalRowCount == filteredRowCount + unselectedRowCount) {
            failureMessage = LoadOutcome.NO_ROWS_MESSAGE;
        }
        return new LoadOutcome(
                failureMessage, totalRowCount, filteredRowCount, unselectedRowCount, problems, ChangedPartitions.NONE);
    }

    private List<String> readProblems(String tableName, Stream<String> columnSqls) {
        String rowText = columnSqls
                .map(columnSql -> "coalesce(chr(39) || CAST(" + columnSql + " AS VARCHAR) || chr(39), 'NULL')")
                .collect(Collectors.joining(", "));
        return duckDb
                .queryRows("SELECT 'Error: ' || " + StagingTable.PROBLEM_COLUMN + " || '. Row: [' || concat_ws(', ', "
                        + rowText + ") || ']' FROM " + tableName + " WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NOT NULL LIMIT "
                        + IncomingRows.MAX_PARSE_PROBLEMS)
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
