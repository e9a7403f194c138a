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
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
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
    private static final String QUOTED_OPERATION_COLUMN = "\"#operation\"";

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
            duckDb.run("CREATE OR REPLACE TEMP TABLE arrived AS SELECT *, " + operationSql.orElse("0") + " AS "
                    + QUOTED_OPERATION_COLUMN + ", " + valueTranslator.renderProblem(valueSqlByColumn, operationSql)
                    + " AS "
                    + StagingTable.PROBLEM_COLUMN
                    + " FROM " + valueTranslator.renderSelectedRows(incomingRows, valueSqlByColumn));
            StagingTable stagingTable = new StagingTable(duckDb, target, sqlTranslator);
            stagingTable.fill(
                    List.copyOf(valueSqlByColumn.keySet()),
                    selectAcceptedRows(valueSqlByColumn),
                    mapping.settings().isPartialUpdate(),
                    renderPartitionCondition());
            requireDefiniteOperations(operationSql.isPresent());
            LoadOutcome outcome = determineOutcome(incomingRows);
            if (outcome.isAccepted()) {
                stagingTable.deleteInvalidRows();
                TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(
                        duckDb, target, sqlTranslator, mapping.settings().writesTemporaryPartitions());
                TouchedPartitionFinder.TouchedPartitions touchedPartitions =
                        partitionFinder.findTouchedPartitions(StagingTable.NAME);
                RowMerger rowMerger = new RowMerger(duckDb, table, target.storedTable(), sqlTranslator);
                if (operationSql.isPresent()) {
                    createDeletedKeysTable();
                }
                rowMerger.mergeStagedRows(StagingTable.NAME);
                if (operationSql.isPresent()) {
                    rowMerger.deleteRowsByKeysIn("deleted");
                    duckDb.run("DROP TABLE deleted");
                }
                outcome = outcome.withChangedPartitions(partitionFinder.collectChanges(touchedPartitions, Set.of()));
            }
            duckDb.run("DROP TABLE arrived");
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

    /** Creates a temporary table of the keys for which the last row of the load deletes a row. */
    private void createDeletedKeysTable() {
        String joinedKeyColumns =
                table.keyColumns().stream().map(DuckDbTable::quotedColumnName).collect(Collectors.joining(", "));
        duckDb.run("CREATE OR REPLACE TEMP TABLE deleted AS SELECT " + joinedKeyColumns + " FROM (SELECT * FROM "
                + StagingTable.NAME
                + " QUALIFY row_number() OVER (PARTITION BY " + joinedKeyColumns + " ORDER BY "
                + RowMerger.ROW_NUMBER_COLUMN
                + " DESC) = 1) WHERE " + RowMerger.ROW_NUMBER_COLUMN
                + " IN (SELECT n FROM (SELECT row_number() OVER () AS n, "
                + QUOTED_OPERATION_COLUMN + " FROM (SELECT " + QUOTED_OPERATION_COLUMN + " FROM arrived WHERE "
                + StagingTable.PROBLEM_COLUMN + " IS NULL ORDER BY " + IncomingRows.QUOTED_ROW_NUMBER_COLUMN
                + ")) WHERE "
                + QUOTED_OPERATION_COLUMN + " = 1)");
    }

    /**
     * Requires that a load which deletes rows has no other operations than 0 and 1. A backend writes a row with another
     * operation, unless the same load deletes a row of its tablet. It then deletes the row, and the rows that it writes
     * instead are undefined.
     */
    private void requireDefiniteOperations(boolean hasOperations) {
        if (hasOperations
                && duckDb.queryNumber("SELECT count(*) FROM (SELECT 1 FROM arrived WHERE " + StagingTable.PROBLEM_COLUMN
                                + " IS NULL HAVING bool_or(" + QUOTED_OPERATION_COLUMN + " = 1) AND bool_or("
                                + QUOTED_OPERATION_COLUMN + " NOT IN (0, 1)))")
                        > 0) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.INDEFINITE_LOAD_OPERATIONS);
        }
    }

    private static SourceRows selectAcceptedRows(Map<Column, String> valueSqlByColumn) {
        List<String> outputs = new ArrayList<>();
        List<@Nullable Type> types = new ArrayList<>();
        for (String valueSql : valueSqlByColumn.values()) {
            outputs.add(valueSql + " AS c" + outputs.size());
            types.add(null);
        }
        return new SourceRows(
                "SELECT " + String.join(", ", outputs) + " FROM arrived WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NULL ORDER BY " + IncomingRows.QUOTED_ROW_NUMBER_COLUMN,
                types);
    }

    /**
     * Counts the rows, collects the problems, and decides whether the load is accepted. The tolerated fraction refers
     * to the rows that meet the condition of the load, and to those that can't be parsed.
     */
    private LoadOutcome determineOutcome(IncomingRows incomingRows) {
        long totalRowCount = incomingRows.parsedRowCount() + incomingRows.unparsableRowCount();
        long selectedRowCount = duckDb.queryNumber("SELECT count(*) FROM arrived");
        long filteredRowCount = incomingRows.unparsableRowCount()
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM arrived")
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM " + StagingTable.NAME);
        List<String> problems = new ArrayList<>(incomingRows.parseProblems());
        problems.addAll(readProblems("arrived", valueTranslator.fieldSqls()));
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
