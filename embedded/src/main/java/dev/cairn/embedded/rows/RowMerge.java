package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges new rows with the existing rows of a table as its table model requires: DUPLICATE KEY adds the new rows,
 * PRIMARY KEY and UNIQUE KEY replace rows with the same key, and AGGREGATE KEY combines them.
 */
record RowMerge(DuckDb duckDb, Table table, DuckDbTable storedTable, Translation translation) {
    /** The column that holds the order in which new rows arrived. */
    static final String ORDER_COLUMN = "\"#row\"";

    /** Adds the rows of a staging table, which has the columns of this table and {@link #ORDER_COLUMN}. */
    void mergeRows(String stagingTable) {
        if (table.model() == KeyModel.DUPLICATE) {
            append(stagingTable);
        } else if (table.model() == KeyModel.AGGREGATE) {
            aggregate(stagingTable);
        } else {
            replace(stagingTable);
        }
    }

    private void append(String stagingTable) {
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM " + stagingTable
                + " ORDER BY " + ORDER_COLUMN);
    }

    /** Appends the rows of a query with {@link #ORDER_COLUMN}, and returns their number. */
    long appendRows(String rowsSql) {
        return duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM (" + rowsSql
                + ") ORDER BY " + ORDER_COLUMN);
    }

    /** Returns the statement that adds the only row of a query. */
    ParameterizedSql renderInsertion(String rowSql, List<@Nullable String> values) {
        return new ParameterizedSql(
                "INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM (" + rowSql + ")",
                values);
    }

    /**
     * Returns the statement that removes the row with a key.
     *
     * @param keys the values of the key columns
     */
    ParameterizedSql renderDeletion(List<ParameterizedSql> keys) {
        List<String> conditions = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Column column = table.keyColumns().get(i);
            String comparison = column.isNullable() ? " IS NOT DISTINCT FROM " : " = ";
            conditions.add(
                    DuckDbTable.columnName(column) + comparison + keys.get(i).sql());
            values.addAll(keys.get(i).values());
        }
        return new ParameterizedSql(
                "DELETE FROM " + storedTable.quotedName() + " WHERE " + String.join(" AND ", conditions), values);
    }

    /** Adds the only row of a staging table: no other new row has its key. */
    void mergeSingleRow(String stagingTable) {
        if (table.model() == KeyModel.AGGREGATE) {
            aggregate(stagingTable);
            return;
        }
        if (table.model() != KeyModel.DUPLICATE) {
            duckDb.run("DELETE FROM " + storedTable.quotedName() + " AS t USING " + stagingTable + " AS s WHERE "
                    + renderSameKeys());
        }
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM " + stagingTable);
    }

    private String allColumns() {
        return columnNames(table.columns());
    }

    private static String columnNames(List<Column> columns) {
        return columns.stream().map(DuckDbTable::columnName).collect(Collectors.joining(", "));
    }

    /** Returns the condition that a stored row t and a new row s have the same keys. */
    private String renderSameKeys() {
        return table.keyColumns().stream()
                .map(key ->
                        "t." + DuckDbTable.columnName(key) + " IS NOT DISTINCT FROM s." + DuckDbTable.columnName(key))
                .collect(Collectors.joining(" AND "));
    }

    /** Deletes the rows with the keys of a table, which has the key columns of this table. */
    void deleteRowsWithKeysOf(String stagingTable) {
        duckDb.run("DELETE FROM " + storedTable.quotedName() + " AS t USING (SELECT DISTINCT "
                + columnNames(table.keyColumns()) + " FROM " + stagingTable + ") AS s WHERE " + renderSameKeys());
    }

    /** Replaces existing rows. Of several new rows with the same key, the last one is kept. */
    private void replace(String stagingTable) {
        deleteRowsWithKeysOf(stagingTable);
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM " + stagingTable
                + " QUALIFY row_number() OVER (PARTITION BY " + columnNames(table.keyColumns()) + " ORDER BY "
                + ORDER_COLUMN
                + " DESC) = 1 ORDER BY " + ORDER_COLUMN);
    }

    /** Aggregates existing and new rows. Existing rows come first. */
    private void aggregate(String stagingTable) {
        List<String> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(
                    column.isKey()
                            ? DuckDbTable.columnName(column)
                            : "CAST(" + renderAggregate(column) + " AS " + DuckDbType.nameOf(column.type()) + ") AS "
                                    + DuckDbTable.columnName(column));
        }
        String existingRows = "SELECT " + qualifiedColumns() + ", -1 AS " + ORDER_COLUMN + " FROM "
                + storedTable.quotedName() + " AS t SEMI JOIN " + stagingTable + " AS s ON " + renderSameKeys();
        duckDb.run("CREATE OR REPLACE TEMP TABLE merged AS SELECT " + String.join(", ", values) + " FROM ("
                + existingRows
                + " UNION ALL SELECT " + allColumns() + ", " + ORDER_COLUMN + " FROM " + stagingTable + ") GROUP BY "
                + columnNames(table.keyColumns())
                + " ORDER BY min(" + ORDER_COLUMN + ")");
        deleteRowsWithKeysOf(stagingTable);
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + allColumns() + " FROM merged");
        duckDb.run("DROP TABLE merged");
    }

    private String qualifiedColumns() {
        return table.columns().stream()
                .map(column -> "t." + DuckDbTable.columnName(column))
                .collect(Collectors.joining(", "));
    }

    private String renderAggregate(Column column) {
        String value = DuckDbTable.columnName(column);
        ReadSource.SourceColumn sourceColumn =
                DuckDbTableResolver.readableColumns(List.of(column)).get(0);
        if (column.aggregation() instanceof Aggregation.State state) {
            return translation.translateAggregate(state.function() + "_union", sourceColumn);
        }
        return switch ((Aggregation.Function) Objects.requireNonNull(column.aggregation())) {
            case SUM -> translation.translateAggregate("sum", sourceColumn);
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
            case REPLACE -> "last(" + value + " ORDER BY " + ORDER_COLUMN + ")";
            case REPLACE_IF_NOT_NULL ->
                "last(" + value + " ORDER BY " + ORDER_COLUMN + ") FILTER (WHERE " + value + " IS NOT NULL)";
            case BITMAP_UNION, HLL_UNION -> "list_sort(list_distinct(" + renderUnion(value) + "))";
            case PERCENTILE_UNION -> renderUnion(value);
        };
    }

    /** Returns an aggregate that concatenates lists; it gives NULL, not an empty list, if all values are NULL. */
    private static String renderUnion(String value) {
        return "flatten(list(" + value + ") FILTER (WHERE " + value + " IS NOT NULL))";
    }
}
