package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.rows.table.DefaultValueTranslator;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.rows.table.RowMerger;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table of new rows with all columns of the target, in which the rows are checked before they are merged. A
 * check marks each invalid row with its error message, which a Stream Load reports.
 */
final class StagingTable {
    static final String NAME = "staged";

    /** The column that holds the error message of an invalid row. */
    static final String PROBLEM_COLUMN = "\"#problem\"";

    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final SqlTranslator sqlTranslator;

    StagingTable(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator) {
        this.duckDb = duckDb;
        this.target = target;
        this.table = target.table();
        this.sqlTranslator = sqlTranslator;
    }

    /**
     * Creates the table with the rows of a source, and marks the invalid ones.
     *
     * @param isPartialUpdate whether columns without values in the source keep the values of the existing row
     * @param partitionCondition the condition of the partitions that rows may be written to; null if any row is
     *     accepted
     */
    void fill(List<Column> columns, SourceRows source, boolean isPartialUpdate, @Nullable String partitionCondition) {
        duckDb.run("CREATE OR REPLACE TEMP TABLE " + NAME + " AS "
                + renderCheckedRows(columns, source, isPartialUpdate, partitionCondition));
    }

    /**
     * Returns a query for the same rows as {@link #fill}, without a partial update and without a partition condition.
     * The query fails if a row is invalid.
     */
    String renderValidRows(List<Column> columns, SourceRows source) {
        return "SELECT * FROM (" + renderCheckedRows(columns, source, false, null) + ") WHERE CASE WHEN "
                + PROBLEM_COLUMN + " IS NULL THEN TRUE ELSE error(" + PROBLEM_COLUMN + ") END";
    }

    /** Returns an expression for the value of a column. The expression fails if the value is invalid. */
    static String renderValidValue(Column column, String valueSql) {
        List<String> cases = RowCheckRenderer.renderInvalidCases(column, valueSql);
        return cases.isEmpty()
                ? valueSql
                : "CASE WHEN CASE " + String.join(" ", cases) + " END IS NULL THEN " + valueSql + " ELSE error(CASE "
                        + String.join(" ", cases) + " END) END";
    }

    /** Returns a query for the rows with all columns of the target, their numbers, and their error messages or NULL. */
    private String renderCheckedRows(
            List<Column> columns, SourceRows source, boolean isPartialUpdate, @Nullable String partitionCondition) {
        String rowNumber = source.hasSingleRow() ? "1" : "row_number() OVER ()";
        String numberedRowsSql =
                "SELECT *, " + rowNumber + " AS " + RowMerger.ROW_NUMBER_COLUMN + " FROM (" + source.sql() + ") AS s";
        List<String> valueSqls = new ArrayList<>();
        for (Column column : table.writableColumns()) {
            valueSqls.add(renderValue(column, columns, source, isPartialUpdate) + " AS "
                    + DuckDbTable.quotedColumnName(column));
        }
        String existingRowsJoin = isPartialUpdate
                ? " LEFT JOIN " + target.storedTable().quotedName() + " AS t ON "
                        + renderKeyJoinCondition(columns, source)
                : "";
        String plainRowsSql = "SELECT " + String.join(", ", valueSqls) + ", s." + RowMerger.ROW_NUMBER_COLUMN
                + " FROM (" + numberedRowsSql + ") AS s" + existingRowsJoin;
        String completeRowsSql =
                "SELECT " + renderAllColumns() + ", " + RowMerger.ROW_NUMBER_COLUMN + " FROM (" + plainRowsSql + ")";
        return "SELECT *, " + new RowCheckRenderer(table).renderProblem(partitionCondition) + " AS " + PROBLEM_COLUMN
                + " FROM (" + completeRowsSql + ")";
    }

    private String renderKeyJoinCondition(List<Column> columns, SourceRows source) {
        return table.keyColumns().stream()
                .map(key -> "t." + DuckDbTable.quotedColumnName(key) + " = "
                        + renderSourceValue(key, columns.indexOf(key), source))
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Returns the key values of a parameterized row, each as SQL with the values of its parameters. A cast may repeat
     * its parameter.
     */
    List<ParameterizedSql> renderKeys(List<Column> columns, SourceRows row) {
        List<ParameterizedSql> keyValues = new ArrayList<>();
        for (Column key : table.keyColumns()) {
            int columnIndex = columns.indexOf(key);
            Type type = row.types().get(columnIndex);
            String cellSql = row.cellSqls().get(columnIndex);
            String keySql = type == null
                    ? cellSql
                    : new DuckDbExpression(cellSql, type).castTo(key.type()).sql();
            int parameterCount = keySql.split(Pattern.quote(ParameterizedSql.PARAMETER), -1).length - 1;
            keyValues.add(new ParameterizedSql(
                    keySql,
                    Collections.nCopies(parameterCount, row.literalTexts().get(columnIndex))));
        }
        return keyValues;
    }

    private static String renderSourceValue(Column column, int columnIndex, SourceRows source) {
        Type type = source.types().get(columnIndex);
        return type == null
                ? "s.c" + columnIndex
                : new DuckDbExpression("s.c" + columnIndex, type)
                        .castTo(column.type())
                        .sql();
    }

    /**
     * Returns the value of a column in a new row: from the source, or the next id or the default. In a partial update,
     * a column without a value in the source keeps the value of the existing row, if there is one.
     */
    private String renderValue(Column column, List<Column> columns, SourceRows source, boolean isPartialUpdate) {
        int columnIndex = columns.indexOf(column);
        String nextIdSql = "CAST(nextval('" + target.storedTable().quotedSequenceName() + "') AS "
                + DuckDbType.typeName(column.type()) + ")";
        if (columnIndex >= 0) {
            String valueSql = renderSourceValue(column, columnIndex, source);
            return column.isAutoIncrement() && source.numbersNulls()
                    ? "coalesce(" + valueSql + ", " + nextIdSql + ")"
                    : valueSql;
        }
        DefaultValueTranslator defaultValueTranslator = new DefaultValueTranslator(sqlTranslator);
        if (!isPartialUpdate) {
            return column.isAutoIncrement() ? nextIdSql : defaultValueTranslator.translateDefault(column);
        }
        String newRowValueSql =
                column.isAutoIncrement() ? nextIdSql : defaultValueTranslator.translateDefaultOfNewRow(column);
        return "CASE WHEN t." + DuckDbTable.quotedColumnName(table.keyColumns().get(0)) + " IS NULL THEN "
                + newRowValueSql + " ELSE t." + DuckDbTable.quotedColumnName(column) + " END";
    }

    private String renderAllColumns() {
        List<String> columnSqls = new ArrayList<>();
        for (Column column : table.columns()) {
            columnSqls.add(
                    column.generatedValue() == null
                            ? renderStoredValue(column)
                            : sqlTranslator.translateExpression(
                                            column.generatedValue(),
                                            DuckDbTableResolver.toSourceColumns(table.columns()),
                                            column.type())
                                    + " AS " + DuckDbTable.quotedColumnName(column));
        }
        return String.join(", ", columnSqls);
    }

    /** Returns a column in the form in which it is stored: the entries of maps are sorted. */
    private static String renderStoredValue(Column column) {
        String quotedName = DuckDbTable.quotedColumnName(column);
        String sortedValueSql = NestedComparisonRenderer.renderSortedMaps(quotedName, column.type());
        return sortedValueSql.equals(quotedName) ? quotedName : sortedValueSql + " AS " + quotedName;
    }

    /** The number of all rows, and of the invalid ones. */
    record RowCounts(long totalRowCount, long invalidRowCount) {}

    RowCounts countRows() {
        return countRows(duckDb, NAME);
    }

    /** Counts the rows of any table with a {@link #PROBLEM_COLUMN}. */
    static RowCounts countRows(DuckDb duckDb, String tableName) {
        List<Long> counts =
                duckDb.queryRows("SELECT count(*), count(" + PROBLEM_COLUMN + ") FROM " + tableName).get(0).stream()
                        .map(count -> Long.valueOf(String.valueOf(count)))
                        .toList();
        return new RowCounts(counts.get(0), counts.get(1));
    }

    /**
     * Returns the error message of the first invalid row.
     *
     * @throws IndexOutOfBoundsException if there is no invalid row
     */
    String readFirstProblem() {
        return String.valueOf(duckDb.queryRows("SELECT " + PROBLEM_COLUMN + " FROM " + NAME + " WHERE " + PROBLEM_COLUMN
                        + " IS NOT NULL ORDER BY " + RowMerger.ROW_NUMBER_COLUMN + " LIMIT 1")
                .get(0)
                .get(0));
    }

    void deleteInvalidRows() {
        duckDb.run("DELETE FROM " + NAME + " WHERE " + PROBLEM_COLUMN + " IS NOT NULL");
    }

    void drop() {
        duckDb.run("DROP TABLE " + NAME);
    }
}
