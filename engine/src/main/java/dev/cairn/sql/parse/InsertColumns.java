package dev.cairn.sql.parse;

import java.util.List;

/**
 * Adds the names of its columns to an INSERT that assigns values by position.
 *
 * <pre>{@code
 * InsertColumns.addTo("INSERT INTO t VALUES (1, 2)", List.of("`a`", "`b`")); // INSERT INTO t (`a`, `b`) VALUES (1, 2)
 * }</pre>
 */
public final class InsertColumns {
    private InsertColumns() {}

    /**
     * Returns an INSERT with the names of its columns, which it must not have yet.
     *
     * @param quotedColumnNames the names as they stand in a statement
     * @throws dev.cairn.sql.token.SqlSyntaxException if the text does not begin like an INSERT
     */
    public static String addTo(String insert, List<String> quotedColumnNames) {
        int offset = DmlParser.parseInsertHead(insert).clauseOffset();
        String columnList = " (" + String.join(", ", quotedColumnNames) + ")";
        return insert.substring(0, offset) + columnList + insert.substring(offset);
    }
}
