package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import java.util.ArrayDeque;
import java.util.Deque;

/** Skips the rest of a statement or clause that is kept as text, and checks that its brackets match. */
public final class Remainder {
    private final Cursor cursor;
    private final Deque<TokenKind> closing = new ArrayDeque<>();

    private Remainder(Cursor cursor) {
        this.cursor = cursor;
    }

    public static void ofStatement(Cursor cursor) {
        new Remainder(cursor).take(false);
    }

    /** Skips the rest of a clause, up to a comma outside brackets. */
    public static void ofClause(Cursor cursor) {
        new Remainder(cursor).take(true);
    }

    private void take(boolean clause) {
        while (!cursor.atEnd() && !(clause && closing.isEmpty() && cursor.kind() == TokenKind.COMMA)) {
            bracket(cursor.kind());
            cursor.advance();
        }
        if (!closing.isEmpty()) {
            throw cursor.expected(closing.element().description());
        }
    }

    private void bracket(TokenKind kind) {
        switch (kind) {
            case LEFT_PARENTHESIS -> closing.push(TokenKind.RIGHT_PARENTHESIS);
            case LEFT_BRACKET -> closing.push(TokenKind.RIGHT_BRACKET);
            case LEFT_BRACE -> closing.push(TokenKind.RIGHT_BRACE);
            case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> {
                if (kind != closing.poll()) {
                    throw cursor.error(SyntaxRule.BRACKET_UNOPENED, cursor.span(), kind.description());
                }
            }
            default -> {
                // All other tokens are not brackets.
            }
        }
    }
}
