package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionText;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.OrderableTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Documents and what holds them can't be told apart, so no aggregate function takes each of them once. */
final class DistinctArguments {
    private DistinctArguments() {}

    static void check(Expression aggregate, ExpressionTyping typing, QueryScope scope) {
        Call call = aggregate instanceof Aggregated aggregated
                ? aggregated.call()
                : aggregate instanceof Call plain ? plain : null;
        if (call == null || !call.distinct()) {
            return;
        }
        List<Type> types = ExpressionType.types(typing.of(call.arguments()));
        if (types != null && types.stream().anyMatch(DistinctArguments::isRefused)) {
            throw Refusal.analysis(
                    aggregate.span(),
                    new ExpressionText(scope).quoted(aggregate) + " can't rewrite distinct to group by on ("
                            + types.stream().map(TypeText::shown).collect(Collectors.joining(",")) + ")");
        }
    }

    private static boolean isRefused(Type type) {
        return (type.equals(TypeConstants.JSON) || TypeTraits.isComplex(type)) && !OrderableTypes.canTellApart(type);
    }
}
