package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PIVOT (sum(a) AS s FOR (b, c) IN ((1, 'x') AS y, …))}. */
final class PivotParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    PivotParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    @Nullable
    Pivot pivot() {
        int start = cursor.position();
        if (!cursor.take(Keyword.PIVOT)) {
            return null;
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Item.Value> aggregates = cursor.separated(this::aggregate);
        cursor.expect(Keyword.FOR);
        List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of(cursor.name());
        cursor.expect(Keyword.IN);
        List<Pivot.Value> values = cursor.parenthesized(this::value);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Span span = cursor.since(start);
        if (values.stream().anyMatch(value -> value.values().size() != columns.size())) {
            cursor.refuse(
                    "Value count in PIVOT " + columns.size() + " must match number of FOR columns "
                            + values.get(0).values().size(),
                    span);
        }
        return new Pivot(aggregates, columns, values, span);
    }

    private Item.Value aggregate() {
        int start = cursor.position();
        return AliasParser.item(cursor, expressions.primaries().call(), start);
    }

    private Pivot.Value value() {
        int start = cursor.position();
        List<Expression> values = cursor.at(TokenKind.LEFT_PARENTHESIS)
                ? cursor.parenthesized(expressions.primaries()::literal)
                : List.of(expressions.primaries().literal());
        return new Pivot.Value(
                values, AliasParser.item(cursor, values.get(0), start).alias());
    }
}
