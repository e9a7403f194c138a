package dev.cairn.embedded.rows.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges new rows with the existing rows of a table as its table model requires: DUPLICATE KEY adds the new rows,
 * PRIMARY KEY and UNIQUE KEY replace rows with the same key, and AGGREGATE KEY combines them.
 */
public record RowMerger(DuckDb duckDb, Table table, DuckDbTable storedTable, SqlTranslator sqlTranslator) {
    /** The column that holds the order in which new rows arrived. */
    public static final String ROW_NUMBER_COLUMN = "\"#row\"";

    /** Adds the rows of a staging table, which has the columns of this table and {@link #ROW_NUMBER_COLUMN}. */
    public void mergeStagedRows(String newRowsTableName) {
        if (table.model() == KeyModel.DUPLICATE) {
            appendRows("FROM " + newRowsTableName);
        } else if (table.model() == KeyModel.AGGREGATE) {
            aggregateRows(newRowsTableName);
        } else {
            replaceRows(newRowsTableName);
        }
    }

    /** Merges the rows of the table with one another, after a change of its key columns has made keys equal. */
    public void mergeDuplicateKeys() {
        duckDb.run("CREATE OR REPLACE TEMP TABLE unmerged AS SELECT *, rowid AS " + ROW_NUMBER_COLUMN + " FROM "
                + storedTable.quotedName());
        duckDb.run("DELETE FROM " + storedTable.quotedName());
        mergeStagedRows("unmerged");
        duckDb.run("DROP TABLE unmerged");
    }

    /** Appends the rows of a query with {@link #ROW_NUMBER_COLUMN}, and returns their number. */
    public long appendRows(String rowsQuery) {
        return duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + renderAllColumns() + " FROM ("
                + rowsQuery + ")" + renderStorageOrder(ROW_NUMBER_COLUMN));
    }

    /**
     * Returns the order in which a backend stores the rows of one load, and in which queries read them: the order of
     * the sort key, with NULL first. Rows with the same sort key are stored in the order of their primary keys, or else
     * as they arrived.
     *
     * @param arrival the expression of the order of arrival
     */
    private String renderStorageOrder(String arrival) {
        return Stream.concat(
                        findSortColumns().map(column -> DuckDbTable.quotedColumnName(column) + " NULLS FIRST"),
                        Stream.of(arrival))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    /** Returns the columns that sort the rows, without those from the first document on, which DuckDB can't compare. */
    private Stream<Column> findSortColumns() {
        Stream<Column> declaredColumns = table.sortKey().stream().flatMap(name -> table.findColumn(name).stream());
        boolean sortsByKey = table.sortKey().isEmpty() || table.model() == KeyModel.PRIMARY;
        return Stream.concat(declaredColumns, sortsByKey ? table.keyColumns().stream() : Stream.empty())
                .takeWhile(column -> PrimitiveType.of(column.type()) != PrimitiveType.JSON);
    }

    /** Returns the statement that adds the only row of a query. */
    public ParameterizedSql renderInsert(String rowQuery, List<@Nullable String> values) {
        return new ParameterizedSql(
                "INSERT INTO " + storedTable.quotedName() + " SELECT " + renderAllColumns() + " FROM (" + rowQuery
                        + ")",
                values);
    }

    /**
     * Returns the statement that adds the only row of a query if no row has its key. It takes half the time of a
     * deletion and an insertion in one transaction.
     */
    public ParameterizedSql renderInsertIfAbsent(ParameterizedSql insertSql, List<ParameterizedSql> keyValues) {
        ParameterizedSql condition = renderKeyCondition(keyValues);
        List<@Nullable String> values = new ArrayList<>(insertSql.parameterValues());
        values.addAll(condition.parameterValues());
        return new ParameterizedSql(
                insertSql.sql() + " WHERE (SELECT count(*) FROM " + storedTable.quotedName() + " WHERE "
                        + condition.sql() + ") = 0",
                values);
    }

    /**
     * Returns the statement that removes the row with a key.
     *
     * @param keyValues the values of the key columns
     */
    public ParameterizedSql renderDelete(List<ParameterizedSql> keyValues) {
        ParameterizedSql condition = renderKeyCondition(keyValues);
        return new ParameterizedSql(
                "DELETE FROM " + storedTable.quotedName() + " WHERE " + condition.sql(), condition.parameterValues());
    }

    /** Returns the condition that a stored row has a key. In a column without NULL, an equality suffices. */
    private ParameterizedSql renderKeyCondition(List<ParameterizedSql> keyValues) {
        List<String> conditions = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < keyValues.size(); i++) {
            Column column = table.keyColumns().get(i);
            String comparison = column.isNullable() ? " IS NOT DISTINCT FROM " : " = ";
            conditions.add(DuckDbTable.quotedColumnName(column)
                    + comparison
                    + keyValues.get(i).sql());
            values.addAll(keyValues.get(i).parameterValues());
        }
        return new ParameterizedSql(String.join(" AND ", conditions), values);
    }

    /** Adds the only row of a staging table: no other new row has its key. */
    public void mergeSingleRow(String newRowsTableName) {
        if (table.model() == KeyModel.AGGREGATE) {
            aggregateRows(newRowsTableName);
            return;
        }
        if (table.model() != KeyModel.DUPLICATE) {
            duckDb.run("DELETE FROM " + storedTable.quotedName() + " AS t USING " + newRowsTableName + " AS s WHERE "
                    + renderKeyJoinCondition());
        }
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + renderAllColumns() + " FROM "
                + newRowsTableName);
    }

    private String renderAllColumns() {
        return renderColumnNames(table.columns());
    }

    private static String renderColumnNames(List<Column> columns) {
        return columns.stream().map(DuckDbTable::quotedColumnName).collect(Collectors.joining(", "));
    }

    /** Returns the condition that a stored row t and a new row s have the same keys. */
    private String renderKeyJoinCondition() {
        return table.keyColumns().stream()
                .map(key -> "t." + DuckDbTable.quotedColumnName(key) + " IS NOT DISTINCT FROM s."
                        + DuckDbTable.quotedColumnName(key))
                .collect(Collectors.joining(" AND "));
    }

    /** Deletes the rows with the keys of a table, which has the key columns of this table. */
    public void deleteRowsByKeysIn(String newRowsTableName) {
        duckDb.run("DELETE FROM " + storedTable.quotedName() + " AS t USING (SELECT DISTINCT "
                + renderColumnNames(table.keyColumns()) + " FROM " + newRowsTableName + ") AS s WHERE "
                + renderKeyJoinCondition());
    }

    /** Replaces existing rows. Of several new rows with the same key, the last one is kept. */
    private void replaceRows(String newRowsTableName) {
        deleteRowsByKeysIn(newRowsTableName);
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + renderAllColumns() + " FROM "
                + newRowsTableName
                + " QUALIFY row_number() OVER (PARTITION BY " + renderColumnNames(table.keyColumns()) + " ORDER BY "
                + ROW_NUMBER_COLUMN
                + " DESC) = 1" + renderStorageOrder(ROW_NUMBER_COLUMN));
    }

    /** Aggregates existing and new rows. Existing rows come first. */
    private void aggregateRows(String newRowsTableName) {
        List<String> selectItems = new ArrayList<>();
        for (Column column : table.columns()) {
            selectItems.add(
                    column.isKey()
                            ? DuckDbTable.quotedColumnName(column)
                            : "CAST(" + renderAggregate(column) + " AS " + DuckDbType.typeName(column.type()) + ") AS "
                                    + DuckDbTable.quotedColumnName(column));
        }
        String existingRowsSql = "SELECT " + renderQualifiedColumns() + ", -1 AS " + ROW_NUMBER_COLUMN + " FROM "
                + storedTable.quotedName() + " AS t SEMI JOIN " + newRowsTableName + " AS s ON "
                + renderKeyJoinCondition();
        duckDb.run("CREATE OR REPLACE TEMP TABLE merged AS SELECT " + String.join(", ", selectItems) + " FROM ("
                + existingRowsSql
                + " UNION ALL SELECT " + renderAllColumns() + ", " + ROW_NUMBER_COLUMN + " FROM " + newRowsTableName
                + ") GROUP BY "
                + renderColumnNames(table.keyColumns())
                + renderStorageOrder("min(" + ROW_NUMBER_COLUMN + ")"));
        deleteRowsByKeysIn(newRowsTableName);
        duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT " + renderAllColumns() + " FROM merged");
        duckDb.run("DROP TABLE merged");
    }

    private String renderQualifiedColumns() {
        return table.columns().stream()
                .map(column -> "t." + DuckDbTable.quotedColumnName(column))
                .collect(Collectors.joining(", "));
    }

    private String renderAggregate(Column column) {
        String valueSql = DuckDbTable.quotedColumnName(column);
        RelationRows.SourceColumn sourceColumn =
                DuckDbTableResolver.toSourceColumns(List.of(column)).get(0);
        if (column.aggregation() instanceof Aggregation.State state) {
            return sqlTranslator.translateStateAggregate(state.function() + "_union", sourceColumn);
        }
        return switch ((Aggregation.Function) Objects.requireNonNull(column.aggregation())) {
            case SUM -> sqlTranslator.translateStoredSum(sourceColumn);
            case MIN -> "min(" + valueSql + ")";
            case MAX -> "max(" + valueSql + ")";
            case REPLACE -> "last(" + valueSql + " ORDER BY " + ROW_NUMBER_COLUMN + ")";
            case REPLACE_IF_NOT_NULL ->
                "last(" + valueSql + " ORDER BY " + ROW_NUMBER_COLUMN + ") FILTER (WHERE " + valueSql + " IS NOT NULL)";
            case BITMAP_UNION, HLL_UNION -> "list_sort(list_distinct(" + renderListConcatenation(valueSql) + "))";
            case PERCENTILE_UNION -> renderListConcatenation(valueSql);
        };
    }

    /** Returns an aggregate that concatenates lists; it gives NULL, not an empty list, if all values are NULL. */
    private static String renderListConcatenation(String valueSql) {
        return "flatten(list(" + valueSql + ") FILTER (WHERE " + valueSql + " IS NOT NULL))";
    }
}
