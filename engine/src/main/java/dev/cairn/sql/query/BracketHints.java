package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses hints in brackets: {@code [BROADCAST]}, {@code [_META_, _USE_PK_INDEX_]}, {@code [SKEW|t.c(1, 'a')]}. */
final class BracketHints {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    BracketHints(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** Parses a hint and returns the text between its brackets as written; returns null if no bracket follows. */
    @Nullable
    String text() {
        if (!cursor.take(TokenKind.LEFT_BRACKET)) {
            return null;
        }
        int start = cursor.position();
        cursor.name();
        if (cursor.take(TokenKind.BAR)) {
            skew();
        } else {
            while (cursor.take(TokenKind.COMMA)) {
                cursor.name();
            }
        }
        String text = cursor.textSince(start);
        cursor.expect(TokenKind.RIGHT_BRACKET);
        return text;
    }

    /** Parses a column, or an expression over it, and its frequent values in parentheses. */
    private void skew() {
        Expression column = expressions.primary();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            cursor.parenthesized(expressions.primaries()::signedLiteral);
            return;
        }
        // Values behind a name are parsed as the arguments of a function call.
        List<Expression> values = column instanceof Expression.Call call ? call.arguments() : List.of();
        if (values.isEmpty() || !values.stream().allMatch(LiteralParser::isSignedLiteral)) {
            throw cursor.expected("the values of a column in parentheses");
        }
    }
}
