package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Name;
import java.util.Optional;

/**
 * Reads and adds the label of an INSERT. The server refuses a second load with the same label.
 *
 * <pre>{@code
 * InsertLabel.findIn("INSERT INTO t WITH LABEL nightly SELECT 1"); // nightly
 * InsertLabel.addTo("INSERT INTO t (k) SELECT 1", "nightly");      // INSERT INTO t WITH LABEL `nightly` (k) SELECT 1
 * }</pre>
 */
public final class InsertLabel {
    private InsertLabel() {}

    /**
     * Returns the label of an INSERT; empty if it does not have a label.
     *
     * @throws dev.cairn.sql.token.SqlSyntaxException if the text does not begin like an INSERT, or can't be split into tokens
     */
    public static Optional<String> findIn(String insertSql) {
        return Optional.ofNullable(DmlParser.parseInsertHead(insertSql).label()).map(Name::text);
    }

    /**
     * Returns an INSERT with a label. The INSERT must not have a label yet.
     *
     * @throws dev.cairn.sql.token.SqlSyntaxException if the text does not begin like an INSERT, or can't be split into tokens
     * @throws IllegalArgumentException if the label contains a backquote, which the server does not permit
     */
    public static String addTo(String insertSql, String label) {
        if (label.indexOf('`') >= 0) {
            throw new IllegalArgumentException("The label " + label + " contains a backquote");
        }
        int offset = DmlParser.parseInsertHead(insertSql).clauseOffset();
        return insertSql.substring(0, offset) + " WITH LABEL `" + label + "`" + insertSql.substring(offset);
    }
}
