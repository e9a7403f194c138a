package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The calls {@code array_distinct(array_agg(x))} of one SELECT. If all uses of {@code array_agg(x)} are such calls, a
 * frontend replaces them by {@code array_agg(DISTINCT x)}, whose elements are in another order.
 */
final class DistinctArrayAggregates {
    private final ExpressionTranslator expressionTranslator;
    private final Map<String, Integer> useCountByAggregate = new HashMap<>();
    private final Map<String, List<Call>> distinctCallsByAggregate = new HashMap<>();

    DistinctArrayAggregates(ExpressionTranslator expressionTranslator) {
        this.expressionTranslator = expressionTranslator;
    }

    /** Adds an expression over the groups. */
    void add(Expression expression) {
        if (isArrayAggregate(expression)) {
            useCountByAggregate.merge(Sql.render(expression), 1, Integer::sum);
        }
        if (expression instanceof Call call
                && CallRewrites.lowerCaseName(call).equals("array_distinct")
                && call.arguments().size() == 1
                && isArrayAggregate(call.arguments().get(0).unwrap())) {
            String aggregateSql = Sql.render(call.arguments().get(0).unwrap());
            distinctCallsByAggregate
                    .computeIfAbsent(aggregateSql, sql -> new ArrayList<>())
                    .add(call);
        }
        expression.children().forEach(this::add);
    }

    /** Sets the values of the calls that a frontend replaces. */
    void bindReplacements() {
        distinctCallsByAggregate.forEach((aggregateSql, calls) -> {
            if (calls.size() == Objects.requireNonNull(useCountByAggregate.get(aggregateSql))) {
                calls.forEach(this::bindReplacement);
            }
        });
    }

    private void bindReplacement(Call call) {
        Call aggregate = (Call) call.arguments().get(0).unwrap();
        if (hasDistinctFunction(PrimitiveType.of(
                expressionTranslator.requireType(aggregate.arguments().get(0))))) {
            Call replacement = Call.of("array_agg_distinct", aggregate.arguments(), aggregate.span());
            expressionTranslator.bindValue(call, expressionTranslator.translate(replacement));
        }
    }

    private static boolean hasDistinctFunction(PrimitiveType type) {
        return type.isNumeric()
                || type == PrimitiveType.BOOLEAN
                || type == PrimitiveType.CHAR
                || type == PrimitiveType.VARCHAR
                || type == PrimitiveType.DATE
                || type == PrimitiveType.DATETIME;
    }

    private static boolean isArrayAggregate(Expression expression) {
        return expression instanceof Call call
                && CallRewrites.lowerCaseName(call).equals("array_agg")
                && !call.isDistinct()
                && call.arguments().size() == 1;
    }
}
