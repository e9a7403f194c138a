package dev.cairn.plan.seed;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.SeedRows;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders declared rows: the statements that write and delete them, the condition that selects them, and their values
 * and keys in messages.
 */
public final class SeedRowRenderer {
    /**
     * The greatest size of the rows in one statement, well below the limit of a string in a class file, which is 65534
     * bytes.
     */
    static final int MAX_STATEMENT_BYTES = 32_000;

    private SeedRowRenderer() {}

    /** Returns the known values of a row as literals, for messages. */
    public static String describeValues(List<Column> columns, SeedRows.Row row) {
        return String.join(
                ", ",
                toLiterals(
                        columns.stream()
                                .filter(column -> row.hasValue(column.name()))
                                .toList(),
                        row));
    }

    /** Returns the values of the key of a row as literals, for messages. */
    public static String describeKey(List<Column> columns, SeedRows.Row row) {
        return String.join(
                ", ", toLiterals(columns.stream().filter(Column::isKey).toList(), row));
    }

    /** Returns the statements that write rows, each of a length that fits into a class file. */
    public static List<String> renderInserts(QualifiedName tableName, List<Column> columns, SeedRows rows) {
        return renderInserts(
                tableName,
                columns.stream().map(Column::name).toList(),
                rows.rows().stream().map(row -> toLiterals(columns, row)).toList());
    }

    /**
     * Returns the statements that write rows, each of a length that fits into a class file.
     *
     * @param rows the literals of each row, in the order of the columns
     */
    public static List<String> renderInserts(QualifiedName tableName, List<String> columns, List<List<String>> rows) {
        String statementStart = "INSERT INTO " + renderName(tableName)
                + columns.stream()
                        .map(column -> renderName(QualifiedName.of(column)))
                        .collect(Collectors.joining(", ", " (", ") VALUES\n"));
        List<String> lines =
                rows.stream().map(row -> "  (" + String.join(", ", row) + ")").toList();
        return joinIntoStatements(statementStart, lines, ",\n", "");
    }

    /**
     * Returns the statements that delete the rows with the keys of these rows, each of a length that fits into a class
     * file.
     */
    public static List<String> renderDeletes(QualifiedName tableName, List<Column> keyColumns, SeedRows rows) {
        String statementStart = "DELETE FROM " + renderName(tableName) + " WHERE ";
        List<List<String>> keyLiterals =
                rows.rows().stream().map(row -> toLiterals(keyColumns, row)).toList();
        return assembleCondition(
                keyColumns,
                keyLiterals,
                (conditions, separator, prefix, suffix) ->
                        joinIntoStatements(statementStart + prefix, conditions, separator, suffix));
    }

    /** Returns the condition that selects the rows with the keys of these rows. */
    public static String renderKeyCondition(List<Column> keyColumns, SeedRows rows) {
        List<List<String>> keyLiterals =
                rows.rows().stream().map(row -> toLiterals(keyColumns, row)).toList();
        return assembleCondition(
                keyColumns,
                keyLiterals,
                (conditions, separator, prefix, suffix) -> prefix + String.join(separator, conditions) + suffix);
    }

    /** Assembles one text or several statements from conditions. */
    private interface ConditionAssembler<T> {
        T assemble(List<String> conditions, String separator, String prefix, String suffix);
    }

    private static <T> T assembleCondition(
            List<Column> keyColumns, List<List<String>> keyLiterals, ConditionAssembler<T> assembler) {
        List<String> columnNames = keyColumns.stream()
                .map(column -> renderName(QualifiedName.of(column.name())))
                .toList();
        if (keyColumns.size() == 1) {
            return assembler.assemble(
                    keyLiterals.stream().map(values -> values.get(0)).toList(),
                    ", ",
                    columnNames.get(0) + " IN (",
                    ")");
        }
        List<String> conditions = new ArrayList<>();
        for (List<String> values : keyLiterals) {
            List<String> equalities = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                equalities.add(columnNames.get(i) + " = " + values.get(i));
            }
            conditions.add("(" + String.join(" AND ", equalities) + ")");
        }
        return assembler.assemble(conditions, "\n  OR ", "", "");
    }

    static List<String> toLiterals(List<Column> columns, SeedRows.Row row) {
        return columns.stream()
                .map(column -> new SeedColumn(column).toLiteral(row.value(column.name())))
                .toList();
    }

    private static String renderName(QualifiedName name) {
        return Sql.render(new Expression.Reference(name, Span.NONE));
    }

    static int byteLength(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Joins the elements into statements, each with as many elements as the size of a statement permits. */
    private static List<String> joinIntoStatements(
            String prefix, List<String> elements, String separator, String suffix) {
        List<String> statements = new ArrayList<>();
        StringBuilder joinedElements = new StringBuilder();
        int byteCount = 0;
        for (String element : elements) {
            int elementByteCount = byteLength(element);
            if (byteCount > 0 && byteCount + elementByteCount > MAX_STATEMENT_BYTES) {
                statements.add(prefix + joinedElements + suffix);
                joinedElements.setLength(0);
                byteCount = 0;
            }
            joinedElements.append(joinedElements.length() == 0 ? "" : separator).append(element);
            byteCount += elementByteCount;
        }
        if (byteCount > 0) {
            statements.add(prefix + joinedElements + suffix);
        }
        return statements;
    }
}
