package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.PreparedWrite.SourceRows;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedValueComparison;
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
    /** The column that holds the error message of an invalid row. */
    static final String PROBLEM_COLUMN = "\"#problem\"";

    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final Translation translation;

    StagingTable(DuckDb duckDb, DuckDbTarget target, Translation translation) {
        this.duckDb = duckDb;
        this.target = target;
        this.table = target.table();
        this.translation = translation;
    }

    /**
     * Creates the table with the rows of a source, and marks the invalid ones.
     *
     * @param isPartial whether columns without values in the source keep the values of the existing row
     * @param partitionCondition the condition of the partitions that rows may be written to; null if any row is
     *     accepted
     */
    void fill(List<Column> columns, SourceRows source, boolean isPartial, @Nullable String partitionCondition) {
        duckDb.run("CREATE OR REPLACE TEMP TABLE staged AS "
                + renderCheckedRows(columns, source, isPartial, partitionCondition));
    }

    /** Returns a query for the same rows as {@link #fill}, which fails if one of them is invalid. */
    String renderValidRows(List<Column> columns, SourceRows source) {
        return "SELECT * FROM (" + renderCheckedRows(columns, source, false, null) + ") WHERE CASE WHEN "
                + PROBLEM_COLUMN + " IS NULL THEN TRUE ELSE error(" + PROBLEM_COLUMN + ") END";
    }

    /** Returns an expression for the value of a column, which fails if the value is invalid. */
    static String renderValidValue(Column column, String value) {
        List<String> cases = RowChecks.renderInvalidCases(column, value);
        return cases.isEmpty()
                ? value
                : "CASE WHEN CASE " + String.join(" ", cases) + " END IS NULL THEN " + value + " ELSE error(CASE "
                        + String.join(" ", cases) + " END) END";
    }

    private String renderCheckedRows(
            List<Column> columns, SourceRows source, boolean isPartial, @Nullable String partitionCondition) {
        String rowNumber = source.hasSingleRow() ? "1" : "row_number() OVER ()";
        String rows = "SELECT *, " + rowNumber + " AS " + RowMerge.ORDER_COLUMN + " FROM (" + source.sql() + ") AS s";
        List<String> values = new ArrayList<>();
        for (Column column : table.writableColumns()) {
            values.add(renderValue(column, columns, source, isPartial) + " AS " + DuckDbTable.columnName(column));
        }
        String existingRows = isPartial
                ? " LEFT JOIN " + target.storedTable().quotedName() + " AS t ON " + renderSameKeys(columns, source)
                : "";
        String plainRows = "SELECT " + String.join(", ", values) + ", s." + RowMerge.ORDER_COLUMN + " FROM (" + rows
                + ") AS s" + existingRows;
        String completeRows =
                "SELECT " + renderAllColumns() + ", " + RowMerge.ORDER_COLUMN + " FROM (" + plainRows + ")";
        return "SELECT *, " + new RowChecks(table).renderProblem(partitionCondition) + " AS " + PROBLEM_COLUMN
                + " FROM (" + completeRows + ")";
    }

    private String renderSameKeys(List<Column> columns, SourceRows source) {
        return table.keyColumns().stream()
                .map(key -> "t." + DuckDbTable.columnName(key) + " = "
                        + renderSourceValue(key, columns.indexOf(key), source))
                .collect(Collectors.joining(" AND "));
    }

    /** Returns the key values of a row, each as SQL with the values of its parameters. */
    List<ParameterizedSql> renderKeys(List<Column> columns, SourceRows row) {
        List<ParameterizedSql> keys = new ArrayList<>();
        for (Column key : table.keyColumns()) {
            int index = columns.indexOf(key);
            Type type = row.types().get(index);
            String cell = row.cells().get(index);
            String value = type == null
                    ? cell
                    : new DuckDbExpression(cell, type).castTo(key.type()).sql();
            int parameterCount = value.split(Pattern.quote(ParameterizedSql.PARAMETER), -1).length - 1;
            keys.add(new ParameterizedSql(
                    value, Collections.nCopies(parameterCount, row.literals().get(index))));
        }
        return keys;
    }

    private static String renderSourceValue(Column column, int index, SourceRows source) {
        Type type = source.types().get(index);
        return type == null
                ? "s.c" + index
                : new DuckDbExpression("s.c" + index, type)
                        .castTo(column.type())
                        .sql();
    }

    private String renderValue(Column column, List<Column> columns, SourceRows source, boolean isPartial) {
        int index = columns.indexOf(column);
        String nextId = "CAST(nextval('" + target.storedTable().quotedSequenceName() + "') AS "
                + DuckDbType.nameOf(column.type()) + ")";
        if (index >= 0) {
            String value = renderSourceValue(column, index, source);
            return column.isAutoIncrement() ? "coalesce(" + value + ", " + nextId + ")" : value;
        }
        DefaultValueTranslation defaults = new DefaultValueTranslation(translation);
        if (!isPartial) {
            return column.isAutoIncrement() ? nextId : defaults.translateDefault(column);
        }
        String newRowValue = column.isAutoIncrement() ? nextId : defaults.translateDefaultOfNewRow(column);
        return "CASE WHEN t." + DuckDbTable.columnName(table.keyColumns().get(0)) + " IS NULL THEN " + newRowValue
                + " ELSE t." + DuckDbTable.columnName(column) + " END";
    }

    private String renderAllColumns() {
        List<String> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(
                    column.generatedValue() == null
                            ? renderStoredValue(column)
                            : translation.translateExpression(
                                            column.generatedValue(),
                                            DuckDbTableResolver.readableColumns(table.columns()),
                                            column.type())
                                    + " AS " + DuckDbTable.columnName(column));
        }
        return String.join(", ", values);
    }

    private static String renderStoredValue(Column column) {
        String name = DuckDbTable.columnName(column);
        String sortedValue = NestedValueComparison.sortMaps(name, column.type());
        return sortedValue.equals(name) ? name : sortedValue + " AS " + name;
    }

    /** The numbers of rows, and of invalid ones among them. */
    record RowCounts(long totalRows, long invalidRows) {}

    RowCounts countRows() {
        List<Long> counts =
                duckDb.queryRows("SELECT count(*), count(" + PROBLEM_COLUMN + ") FROM staged").get(0).stream()
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
        return String.valueOf(duckDb.queryRows("SELECT " + PROBLEM_COLUMN + " FROM staged WHERE " + PROBLEM_COLUMN
                        + " IS NOT NULL ORDER BY " + RowMerge.ORDER_COLUMN + " LIMIT 1")
                .get(0)
                .get(0));
    }
}
