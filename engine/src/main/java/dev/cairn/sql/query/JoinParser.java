package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.Join.Kind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins, from left to right. */
final class JoinParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final RelationParser relations;
    private final BracketHints hints;

    JoinParser(Cursor cursor, ExpressionParser expressions, RelationParser relations) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.relations = relations;
        this.hints = new BracketHints(cursor, expressions);
    }

    Relation joined() {
        int start = cursor.position();
        Relation left = relations.primary();
        int joins = 0;
        for (Kind kind = kind(); kind != null; kind = kind()) {
            left = join(left, kind, start);
            joins++;
        }
        expressions.builtChain(joins);
        return left;
    }

    private Relation join(Relation left, Kind kind, int start) {
        String hint = hints.text();
        boolean lateral = !kind.asof() && cursor.take(Keyword.LATERAL);
        Relation right = relations.primary();
        Expression on = null;
        List<Name> using = List.of();
        if (cursor.take(Keyword.ON)) {
            on = expressions.expression();
        } else if (cursor.take(Keyword.USING)) {
            using = cursor.names();
        } else if (!kind.mayLackCondition()) {
            throw cursor.unexpected();
        }
        return new Join(kind, left, lateral, right, hint, on, using, cursor.since(start));
    }

    /** Takes the words of a join, or none. */
    private @Nullable Kind kind() {
        Keyword word = cursor.keyword();
        if (word == null) {
            return null;
        }
        return switch (word) {
            case JOIN, INNER, CROSS -> inner();
            case LEFT -> left();
            case RIGHT -> right();
            case FULL -> {
                cursor.advance();
                yield outer() ? Kind.FULL_OUTER_JOIN : Kind.FULL_JOIN;
            }
            case ASOF -> asof();
            case NULL -> {
                cursor.advance();
                cursor.expect(Keyword.AWARE, Keyword.LEFT);
                cursor.expect(Keyword.ANTI, Keyword.JOIN);
                yield Kind.NULL_AWARE_LEFT_ANTI_JOIN;
            }
            default -> null;
        };
    }

    private Kind inner() {
        if (cursor.take(Keyword.CROSS)) {
            return cursor.take(Keyword.JOIN) ? Kind.CROSS_JOIN : Kind.CROSS;
        }
        boolean said = cursor.take(Keyword.INNER);
        cursor.expect(Keyword.JOIN);
        return said ? Kind.INNER_JOIN : Kind.JOIN;
    }

    private Kind left() {
        cursor.advance();
        if (cursor.take(Keyword.SEMI)) {
            cursor.expect(Keyword.JOIN);
            return Kind.LEFT_SEMI_JOIN;
        }
        if (cursor.take(Keyword.ANTI)) {
            cursor.expect(Keyword.JOIN);
            return Kind.LEFT_ANTI_JOIN;
        }
        return outer() ? Kind.LEFT_OUTER_JOIN : Kind.LEFT_JOIN;
    }

    private Kind right() {
        cursor.advance();
        if (cursor.take(Keyword.SEMI)) {
            cursor.expect(Keyword.JOIN);
            return Kind.RIGHT_SEMI_JOIN;
        }
        if (cursor.take(Keyword.ANTI)) {
            cursor.expect(Keyword.JOIN);
            return Kind.RIGHT_ANTI_JOIN;
        }
        return outer() ? Kind.RIGHT_OUTER_JOIN : Kind.RIGHT_JOIN;
    }

    /** Takes {@code OUTER JOIN} or {@code JOIN}. */
    private boolean outer() {
        boolean said = cursor.take(Keyword.OUTER);
        cursor.expect(Keyword.JOIN);
        return said;
    }

    private Kind asof() {
        cursor.advance();
        if (cursor.take(Keyword.LEFT)) {
            return outer() ? Kind.ASOF_LEFT_OUTER_JOIN : Kind.ASOF_LEFT_JOIN;
        }
        boolean said = cursor.take(Keyword.INNER);
        cursor.expect(Keyword.JOIN);
        return said ? Kind.ASOF_INNER_JOIN : Kind.ASOF_JOIN;
    }
}
