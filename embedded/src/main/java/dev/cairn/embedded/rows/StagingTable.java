package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.PreparedWrite.SourceRows;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedValues;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table of new rows with all columns of the target, in which the rows are checked before they are merged.
 */
final class StagingTable {
    /** The column that holds the error message of an invalid row. */
    static final String PROBLEM = "\"#problem\"";

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
     * Fills the table.
     *
     * @param partial whether columns without values in the source keep the values of the existing row
     * @param partitionCondition the condition of the partitions that rows may be written to; null if any row is accepted
     */
    void stage(List<Column> columns, SourceRows source, boolean partial, @Nullable String partitionCondition) {
        duckDb.run("CREATE OR REPLACE TEMP TABLE staged AS "
                + renderCheckedRows(columns, source, partial, partitionCondition));
    }

    /** Returns a query of rows that fails if one of them is invalid. It has the columns of {@link #stage}. */
    String renderValidRows(List<Column> columns, SourceRows source) {
        return "SELECT * FROM (" + renderCheckedRows(columns, source, false, null) + ") WHERE CASE WHEN " + PROBLEM
                + " IS NULL THEN TRUE ELSE error(" + PROBLEM + ") END";
    }

    private String renderCheckedRows(
            List<Column> columns, SourceRows source, boolean partial, @Nullable String partitionCondition) {
        String number = source.hasSingleRow() ? "1" : "row_number() OVER ()";
        String rows = "SELECT *, " + number + " AS " + RowMerge.ORDER + " FROM (" + source.sql() + ") AS s";
        List<String> values = new ArrayList<>();
        for (Column column : table.writableColumns()) {
            values.add(renderValue(column, columns, source, partial) + " AS " + DuckDbTable.columnName(column));
        }
        String existing =
                partial ? " LEFT JOIN " + target.stored().sql() + " AS t ON " + renderSameKeys(columns, source) : "";
        String plain = "SELECT " + String.join(", ", values) + ", s." + RowMerge.ORDER + " FROM (" + rows + ") AS s"
                + existing;
        String complete = "SELECT " + selectWithGenerated() + ", " + RowMerge.ORDER + " FROM (" + plain + ")";
        return "SELECT *, " + new RowChecks(table).renderProblem(partitionCondition) + " AS " + PROBLEM + " FROM ("
                + complete + ")";
    }

    private String renderSameKeys(List<Column> columns, SourceRows source) {
        return table.keyColumns().stream()
                .map(key -> "t." + DuckDbTable.columnName(key) + " = "
                        + renderSourceValue(key, columns.indexOf(key), source))
                .collect(Collectors.joining(" AND "));
    }

    private static String renderSourceValue(Column column, int index, SourceRows source) {
        Type type = source.types().get(index);
        return type == null ? "s.c" + index : Conversion.convert("s.c" + index, type, column.type());
    }

    private String renderValue(Column column, List<Column> columns, SourceRows source, boolean partial) {
        int index = columns.indexOf(column);
        String next = "CAST(nextval('" + target.stored().sequence() + "') AS " + DuckDbType.nameOf(column.type()) + ")";
        if (index >= 0) {
            String value = renderSourceValue(column, index, source);
            return column.isAutoIncrement() ? "coalesce(" + value + ", " + next + ")" : value;
        }
        DefaultValues defaults = new DefaultValues(translation);
        if (!partial) {
            return column.isAutoIncrement() ? next : defaults.translateDefault(column);
        }
        String ofNewRow = column.isAutoIncrement() ? next : defaults.translateDefaultOfNewRow(column);
        return "CASE WHEN t." + DuckDbTable.columnName(table.keyColumns().get(0)) + " IS NULL THEN " + ofNewRow
                + " ELSE t." + DuckDbTable.columnName(column) + " END";
    }

    private String selectWithGenerated() {
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
        String sorted = NestedValues.sortMaps(name, column.type());
        return sorted.equals(name) ? name : sorted + " AS " + name;
    }

    /** The numbers of rows, and of invalid ones among them. */
    record RowCounts(long total, long invalid) {}

    RowCounts countRows() {
        List<Long> counts = duckDb.queryRows("SELECT count(*), count(" + PROBLEM + ") FROM staged").get(0).stream()
                .map(count -> Long.valueOf(String.valueOf(count)))
                .toList();
        return new RowCounts(counts.get(0), counts.get(1));
    }

    /** Returns the error messages of the first invalid rows. */
    List<String> readProblems() {
        return duckDb
                .queryRows("SELECT " + PROBLEM + " FROM staged WHERE " + PROBLEM + " IS NOT NULL ORDER BY "
                        + RowMerge.ORDER + " LIMIT 10")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Checks rows, with the error messages of the server's tracking log. */
    private record RowChecks(Table table) {
        /**
         * Returns an expression for the error message of a row; it gives NULL if the row is valid.
         *
         * @param partitionCondition the condition of the partitions that rows may be written to; null if any row is accepted
         */
        String renderProblem(@Nullable String partitionCondition) {
            List<String> cases = new ArrayList<>();
            for (Column column : table.columns()) {
                if (!column.nullable() && !column.isAutoIncrement()) {
                    cases.add("WHEN " + DuckDbTable.columnName(column)
                            + " IS NULL THEN 'NULL value in non-nullable column ''" + column.name() + "'''");
                }
                renderLengthCheck(column).ifPresent(cases::add);
            }
            if (partitionCondition != null) {
                cases.add("WHEN (" + partitionCondition + ") IS NOT TRUE THEN"
                        + " 'The row is out of partition ranges. Please add a new partition.'");
            }
            return cases.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE " + String.join(" ", cases) + " END";
        }

        /** Returns the case of a text that is too long; its length is limited in bytes. */
        private static Optional<String> renderLengthCheck(Column column) {
            boolean measured = PrimitiveType.of(column.type()).isCharacters()
                    || PrimitiveType.of(column.type()) == PrimitiveType.VARBINARY;
            if (!measured || !(column.type() instanceof Type.Text text) || text.length() < 0) {
                return Optional.empty();
            }
            String name = DuckDbTable.columnName(column);
            boolean binary = text.kind() == Type.Text.Kind.VARBINARY;
            String bytes = binary ? "octet_length(" + name + ")" : "strlen(" + name + ")";
            String printed = binary ? "hex(" + name + ")" : name;
            return Optional.of("WHEN " + bytes + " > " + text.length() + " THEN 'String ''' || " + printed
                    + " || '''(length=' || " + bytes + " || ') is too long. The max length of ''" + column.name()
                    + "'' is "
                    + text.length() + "'");
        }
    }
}
