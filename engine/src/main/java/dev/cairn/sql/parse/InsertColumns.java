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
     * Adds a column list to an INSERT that has none.
     *
     * @param quotedColumnNames the column names, quoted where necessary
     * @throws dev.cairn.sql.token.SqlSyntaxException if the text does not begin like an INSERT, or can't be split into
     *     tokens
     */
    public static String addTo(String insertSql, List<String> quotedColumnNames) {
        int offset = DmlParser.parseInsertHead(insertSql).clauseOffset();
        String columnList = " (" + String.join(", ", quotedColumnNames) + ")";
        return insertSql.substring(0, offset) + columnList + insertSql.substring(offset);
    }
}
