package dev.cairn.sql.parse;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds the names of its columns to an INSERT that assigns values by position.
 *
 * <pre>{@code
 * InsertColumns.addTo("INSERT INTO t VALUES (1, 2)", List.of("a", "b")); // INSERT INTO t (`a`, `b`) VALUES (1, 2)
 * }</pre>
 */
public final class InsertColumns {
    private InsertColumns() {}

    /**
     * Returns an INSERT with the names of its columns, which it must not have yet.
     *
     * @throws SqlSyntaxException if the text does not begin like an INSERT
     */
    public static String addTo(String insert, List<String> columns) {
        int offset = DmlParser.parseInsertHead(insert).clauseOffset();
        String columnList = columns.stream()
                .map(column -> Sql.render(QualifiedName.of(column)))
                .collect(Collectors.joining(", ", " (", ")"));
        return insert.substring(0, offset) + columnList + insert.substring(offset);
    }
}
