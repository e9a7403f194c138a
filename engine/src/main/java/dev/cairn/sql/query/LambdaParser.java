package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;

/** {@code x -> x + 1} and {@code (k, v) -> (k, v + 1)}. */
final class LambdaParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    /** The parenthesis that may hold the key and the value that a lambda over a map gives. */
    private int tupleStart = -1;

    LambdaParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** Whether the parenthesis here is around parameters and not around an expression. */
    boolean listHere() {
        int ahead = 1;
        while (cursor.atName(ahead) && cursor.kind(ahead + 1) == TokenKind.COMMA) {
            ahead += 2;
        }
        if (!cursor.atName(ahead)
                || cursor.kind(ahead + 1) != TokenKind.RIGHT_PARENTHESIS
                || cursor.kind(ahead + 2) != TokenKind.ARROW) {
            return false;
        }
        // (a) -> 'path' takes a part of a JSON value.
        return ahead > 1 || cursor.kind(ahead + 3) != TokenKind.TEXT;
    }

    boolean tupleMayStartAt(int token) {
        return token == tupleStart;
    }

    Expression ofOne() {
        int start = cursor.position();
        return body(List.of(cursor.name()), false, start);
    }

    Expression ofList() {
        int start = cursor.position();
        return body(cursor.names(), true, start);
    }

    private Expression body(List<Name> parameters, boolean parenthesized, int start) {
        cursor.expect(TokenKind.ARROW);
        if (parenthesized) {
            tupleStart = cursor.position();
        }
        Expression body = expressions.expression();
        expressions.built(expressions.height());
        return new Expression.Lambda(parameters, parenthesized, body, cursor.since(start));
    }
}
