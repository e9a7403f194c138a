package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import java.util.Optional;

/**
 * Reads and adds the label of an INSERT. The server refuses a second load with the same label.
 *
 * <pre>{@code
 * InsertLabel.findIn("INSERT INTO t WITH LABEL nightly SELECT 1"); // nightly
 * InsertLabel.addTo("INSERT INTO t (k) SELECT 1", "nightly");      // INSERT INTO t WITH LABEL nightly (k) SELECT 1
 * }</pre>
 */
public final class InsertLabel {
    private InsertLabel() {}

    /**
     * Returns the label of an INSERT; empty if it does not have a label.
     *
     * @throws SqlSyntaxException if the text does not begin like an INSERT
     */
    public static Optional<String> findIn(String insert) {
        return Optional.ofNullable(parseHead(insert).label()).map(Name::text);
    }

    /**
     * Returns an INSERT with a label. The INSERT must not have a label yet.
     *
     * @throws SqlSyntaxException if the text does not begin like an INSERT
     */
    public static String addTo(String insert, String label) {
        int offset = parseHead(insert).labelOffset();
        return insert.substring(0, offset) + " WITH LABEL `" + label + "`" + insert.substring(offset);
    }

    private static DmlParser.InsertHead parseHead(String insert) {
        Cursor cursor = new Cursor(Lexer.tokenize(insert), TextOrigin.WRITTEN);
        while (cursor.kind() == TokenKind.SEMICOLON) {
            cursor.advance();
        }
        cursor.expect(Keyword.INSERT);
        return new DmlParser(cursor, new ExpressionParser(cursor)).parseInsertHead();
    }
}
