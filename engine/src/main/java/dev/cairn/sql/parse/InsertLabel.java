package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and adds the label of an INSERT: the server refuses a second load with the same label.
 *
 * <pre>{@code
 * InsertLabel.in("INSERT INTO t WITH LABEL nightly SELECT 1");  // nightly
 * InsertLabel.added("INSERT INTO t (k) SELECT 1", "nightly");   // INSERT INTO t WITH LABEL nightly (k) SELECT 1
 * }</pre>
 */
public final class InsertLabel {
    private final Cursor cursor;
    private int behindTarget;
    private @Nullable String label;

    private InsertLabel(String text) {
        cursor = new Cursor(Lexer.tokenize(text), TextOrigin.WRITTEN, PlaceholderResolver.NONE);
    }

    /** Returns the label of an INSERT. */
    public static Optional<String> in(String insert) {
        InsertLabel found = new InsertLabel(insert);
        found.read();
        return Optional.ofNullable(found.label);
    }

    /** Adds a label to an INSERT that has none. */
    public static String added(String insert, String label) {
        InsertLabel found = new InsertLabel(insert);
        found.read();
        int place = found.behindTarget;
        return insert.substring(0, place) + " WITH LABEL `" + label + "`" + insert.substring(place);
    }

    private void read() {
        while (cursor.kind() == TokenKind.SEMICOLON) {
            cursor.advance();
        }
        cursor.expect(Keyword.INSERT);
        cursor.advance();
        cursor.qualifiedName();
        var clauses = new ExpressionParser(cursor).clauses();
        if (clauses.partitionNamesAt(0)) {
            clauses.partitionNames();
        }
        behindTarget = cursor.endOfLast();
        while (label == null && skipsColumns()) {
            // The label may also follow the columns.
        }
    }

    /** Skips a list of columns, BY NAME or a label, and returns whether there was one. */
    private boolean skipsColumns() {
        if (cursor.take(Keyword.WITH, Keyword.LABEL)) {
            label = cursor.nameOrText().text();
            return true;
        }
        if (cursor.take(Keyword.BY, Keyword.NAME)) {
            return true;
        }
        boolean columns = cursor.kind() == TokenKind.LEFT_PARENTHESIS && cursor.atName(1) && endsAsList();
        if (columns) {
            cursor.names();
        }
        return columns;
    }

    /** Returns whether a list of columns ends here; the parentheses may also enclose a query. */
    private boolean endsAsList() {
        TokenKind next = cursor.kind(2);
        return next == TokenKind.COMMA || next == TokenKind.RIGHT_PARENTHESIS;
    }
}
