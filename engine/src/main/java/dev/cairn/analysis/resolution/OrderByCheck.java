package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates ORDER BY: positions must exist, and the sort keys must have an order. */
final class OrderByCheck {
    private final QueryResolution resolution;

    OrderByCheck(QueryResolution resolution) {
        this.resolution = resolution;
    }

    /** After a set operation or parentheses, ORDER BY can refer only to output columns. */
    void checkOutput(List<SortItem> items, RelationFields output, OuterScope around) {
        if (items.isEmpty()) {
            return;
        }
        ExpressionTyping typing = resolution.typing(resolution.scope(output, null), around.tables());
        for (SortItem item : items) {
            Expression expression = item.value();
            RestrictedPart.GROUPING.refuseIn(expression, "ORDER BY");
            Long ordinal = expression.integerValue();
            if (ordinal != null) {
                requireOrdinal(expression, ordinal, output.size(), output.open());
                requireOrder(
                        expression,
                        output.open()
                                ? null
                                : output.get(ordinal.intValue() - 1).typed().type());
            } else if (!(expression instanceof Expression.AllColumns)) {
                requireOrder(expression, typing.of(expression).type());
            }
        }
    }

    static void requireOrdinal(Expression place, long ordinal, int columns, boolean open) {
        if (ordinal < 1 || (ordinal > columns && !open)) {
            throw Refusal.analysis(place.span(), QueryRule.ORDER_BY_POSITION, ordinal);
        }
    }

    static void requireOrder(Expression place, @Nullable Type type) {
        if (type != null && !TypeTraits.canOrder(type)) {
            throw Refusal.analysis(place.span(), QueryRule.TYPE_IN_ORDER_BY);
        }
    }
}
