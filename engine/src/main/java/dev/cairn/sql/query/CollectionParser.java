package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses array and map literals, and subscripts. */
final class CollectionParser {
    /** The number of tokens in which to search for the brace behind a map's type. */
    private static final int TYPE_TOKENS = 256;

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final TypeParser types;

    CollectionParser(Cursor cursor, ExpressionParser expressions, TypeParser types) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.types = types;
    }

    /** Parses an array or a map that begins with this word; returns null if the word begins neither. */
    @Nullable
    Expression word(Keyword keyword, int start) {
        if (keyword == Keyword.ARRAY) {
            cursor.advance();
            Type.Array type = types.array();
            return array(type, new Spelling(cursor.textSince(start)), start);
        }
        if (keyword != Keyword.MAP) {
            return null;
        }
        if (cursor.kind(1) == TokenKind.LEFT_BRACE) {
            cursor.advance();
            return map(null, Spelling.NONE, start);
        }
        if (cursor.kind(1) == TokenKind.LESS && typedMapHere()) {
            cursor.advance();
            Type.Map type = types.map(start);
            return map(type, new Spelling(cursor.textSince(start)), start);
        }
        return null;
    }

    /** Returns whether a map type begins here; MAP may also be the name of a column in a comparison. */
    private boolean typedMapHere() {
        int depth = 0;
        for (int ahead = 1; ahead < TYPE_TOKENS; ahead++) {
            switch (cursor.kind(ahead)) {
                case LESS -> depth++;
                case GREATER -> depth--;
                case WORD, BACKQUOTED, COMMA, INTEGER, LEFT_PARENTHESIS, RIGHT_PARENTHESIS -> {
                    // These tokens can be part of a type.
                }
                default -> {
                    return false;
                }
            }
            if (depth == 0) {
                return cursor.kind(ahead + 1) == TokenKind.LEFT_BRACE;
            }
        }
        return false;
    }

    Expression array(Type.@Nullable Array type, Spelling spelling, int start) {
        cursor.expect(TokenKind.LEFT_BRACKET);
        List<Expression> elements = List.of();
        expressions.built(0);
        if (cursor.kind() != TokenKind.RIGHT_BRACKET) {
            elements = expressions.expressions();
            expressions.built(expressions.height());
        }
        cursor.expect(TokenKind.RIGHT_BRACKET);
        return new Expression.ArrayLiteral(type, spelling, elements, cursor.since(start));
    }

    private Expression map(Type.@Nullable Map type, Spelling spelling, int start) {
        cursor.expect(TokenKind.LEFT_BRACE);
        List<Expression.Entry> entries = new ArrayList<>();
        int highest = 0;
        if (cursor.kind() != TokenKind.RIGHT_BRACE) {
            do {
                Expression key = expressions.expression();
                highest = Math.max(highest, expressions.height());
                cursor.expect(TokenKind.COLON);
                entries.add(new Expression.Entry(key, expressions.expression()));
                highest = Math.max(highest, expressions.height());
            } while (cursor.take(TokenKind.COMMA));
        }
        cursor.expect(TokenKind.RIGHT_BRACE);
        expressions.built(highest);
        return new Expression.MapLiteral(type, spelling, entries, cursor.since(start));
    }

    /** Parses {@code base[index]} or {@code base[from:to]}. */
    Expression subscript(Expression base, int start) {
        int baseHeight = expressions.height();
        cursor.advance();
        boolean fromSaid = cursor.kind() == TokenKind.INTEGER && cursor.kind(1) == TokenKind.COLON;
        if (fromSaid || cursor.kind() == TokenKind.COLON) {
            return slice(base, fromSaid, start);
        }
        Expression index = expressions.arithmetic();
        cursor.expect(TokenKind.RIGHT_BRACKET);
        expressions.built(Math.max(baseHeight, expressions.height()));
        return new Expression.Subscript(base, index, cursor.since(start));
    }

    private Expression slice(Expression base, boolean fromSaid, int start) {
        Integer from = fromSaid ? cursor.integer() : null;
        cursor.expect(TokenKind.COLON);
        Integer to = cursor.kind() == TokenKind.INTEGER ? cursor.integer() : null;
        cursor.expect(TokenKind.RIGHT_BRACKET);
        expressions.built(expressions.height());
        cursor.refuse(SyntaxRule.ARRAY_SLICE, cursor.since(start));
        return new Expression.Slice(base, from, to, cursor.since(start));
    }
}
