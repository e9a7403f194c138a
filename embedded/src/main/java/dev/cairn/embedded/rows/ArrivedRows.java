package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.rows.table.RowMerger;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table of the rows of a Stream Load that meet its condition, with their fields as texts. Each row has the
 * operation of a load, and the error message of a field that can't be converted.
 */
final class ArrivedRows {
    static final String NAME = "arrived";

    /** The temporary table of the keys whose rows the load deletes. */
    static final String DELETED_KEYS_TABLE_NAME = "deleted";

    private static final String QUOTED_OPERATION_COLUMN = "\"#operation\"";

    private final DuckDb duckDb;

    ArrivedRows(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /**
     * Creates the table.
     *
     * @param selectedRowsSql the incoming rows that meet the condition of the load
     * @param operationSql the operation of a row
     * @param problemSql the error message of a row, or NULL
     */
    void create(String selectedRowsSql, String operationSql, String problemSql) {
        duckDb.run("CREATE OR REPLACE TEMP TABLE " + NAME + " AS SELECT *, " + operationSql + " AS "
                + QUOTED_OPERATION_COLUMN + ", " + problemSql + " AS " + StagingTable.PROBLEM_COLUMN + " FROM "
                + selectedRowsSql);
    }

    /** Returns a query for the values of the columns in the valid rows, in the order in which the rows arrived. */
    SourceRows selectAcceptedRows(Collection<String> valueSqls) {
        List<String> outputs = new ArrayList<>();
        List<@Nullable Type> types = new ArrayList<>();
        for (String valueSql : valueSqls) {
            outputs.add(valueSql + " AS c" + outputs.size());
            types.add(null);
        }
        return new SourceRows("SELECT " + String.join(", ", outputs) + renderAcceptedRows(), types);
    }

    private static String renderAcceptedRows() {
        return " FROM " + NAME + " WHERE " + StagingTable.PROBLEM_COLUMN + " IS NULL ORDER BY "
                + IncomingRows.QUOTED_ROW_NUMBER_COLUMN;
    }

    /**
     * Requires that a load which deletes rows has no other operations than 0 and 1. A backend writes a row with another
     * operation, unless the same load deletes a row of its tablet. It then deletes the row, and the rows that it writes
     * instead are undefined.
     *
     * @throws Refusal if a row has another operation
     */
    void requireDefiniteOperations() {
        if (duckDb.queryNumber("SELECT count(*) FROM (SELECT 1 FROM " + NAME + " WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NULL HAVING bool_or(" + QUOTED_OPERATION_COLUMN + " = 1) AND bool_or("
                        + QUOTED_OPERATION_COLUMN + " NOT IN (0, 1)))")
                > 0) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.INDEFINITE_LOAD_OPERATIONS);
        }
    }

    /** Creates a temporary table of the keys for which the last of the staged rows deletes a row. */
    void createDeletedKeysTable(Table table) {
        String joinedKeyColumns =
                table.keyColumns().stream().map(DuckDbTable::quotedColumnName).collect(Collectors.joining(", "));
        duckDb.run("CREATE OR REPLACE TEMP TABLE " + DELETED_KEYS_TABLE_NAME + " AS SELECT " + joinedKeyColumns
                + " FROM (SELECT * FROM "
                + StagingTable.NAME
                + " QUALIFY row_number() OVER (PARTITION BY " + joinedKeyColumns + " ORDER BY "
                + RowMerger.ROW_NUMBER_COLUMN
                + " DESC) = 1) WHERE " + RowMerger.ROW_NUMBER_COLUMN
                + " IN (SELECT n FROM (SELECT row_number() OVER () AS n, "
                + QUOTED_OPERATION_COLUMN + " FROM (SELECT " + QUOTED_OPERATION_COLUMN + renderAcceptedRows()
                + ")) WHERE "
                + QUOTED_OPERATION_COLUMN + " = 1)");
    }

    void dropDeletedKeysTable() {
        duckDb.run("DROP TABLE " + DELETED_KEYS_TABLE_NAME);
    }

    StagingTable.RowCounts countRows() {
        return StagingTable.countRows(duckDb, NAME);
    }

    void drop() {
        duckDb.run("DROP TABLE " + NAME);
    }
}
