package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.ConditionTranslator.ConstantComparison;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Conditions that AND or OR combines. DuckDB handles each condition on its own, at costs that grow with the square of
 * their number. Of many conditions, those that compare a value with constants become an IN list, and the others are
 * combined in groups, each of which is one expression to DuckDB.
 *
 * @param operator AND or OR
 */
record ConditionChain(ConditionTranslator conditionTranslator, Operator operator, List<Expression> conditions) {
    /** The number of conditions that one AND or OR combines. */
    static final int MAX_COMBINED_CONDITIONS = 100;

    /** A value that is compared with constants of a type. */
    private record ComparedValue(String sql, Type type) {}

    String combine(Function<Expression, String> translation) {
        return combine(translation, false);
    }

    /** @param negatingTranslation translates the negation of a condition */
    String combineNegated(Function<Expression, String> negatingTranslation) {
        return combine(negatingTranslation, true);
    }

    private String combine(Function<Expression, String> translation, boolean isNegated) {
        List<String> combinedConditions = new ArrayList<>();
        if (conditions.size() <= MAX_COMBINED_CONDITIONS) {
            conditions.forEach(condition -> combinedConditions.add(translation.apply(condition)));
            return join(combinedConditions);
        }
        Map<ComparedValue, List<ConstantComparison>> comparisonsByValue = new LinkedHashMap<>();
        for (Expression condition : conditions) {
            Optional<ConstantComparison> comparison = conditionTranslator
                    .findConstantComparison(condition, isNegated)
                    .filter(candidate -> candidate.operator() == listedOperator());
            if (comparison.isPresent()) {
                ComparedValue value = new ComparedValue(
                        comparison.get().value(), comparison.get().type());
                comparisonsByValue
                        .computeIfAbsent(value, unseenValue -> new ArrayList<>())
                        .add(comparison.get());
            } else {
                combinedConditions.add(translation.apply(condition));
            }
        }
        comparisonsByValue.forEach(
                (value, comparisons) -> combinedConditions.add(renderComparisons(value, comparisons)));
        return joinInGroups(combinedConditions);
    }

    /** Returns the comparison that an IN or NOT IN list expresses. */
    private Operator listedOperator() {
        return operator == Operator.OR ? Operator.EQUAL : Operator.NOT_EQUAL;
    }

    private String renderComparisons(ComparedValue value, List<ConstantComparison> comparisons) {
        if (comparisons.size() == 1) {
            return comparisons.get(0).render();
        }
        String listOperator = operator == Operator.OR ? " IN (" : " NOT IN (";
        return comparisons.stream()
                .map(ConstantComparison::constant)
                .collect(Collectors.joining(", ", "(" + value.sql() + listOperator, "))"));
    }

    private String joinInGroups(List<String> combinedConditions) {
        if (combinedConditions.size() <= MAX_COMBINED_CONDITIONS) {
            return join(combinedConditions);
        }
        List<String> groups = new ArrayList<>();
        for (int start = 0; start < combinedConditions.size(); start += MAX_COMBINED_CONDITIONS) {
            int end = Math.min(start + MAX_COMBINED_CONDITIONS, combinedConditions.size());
            groups.add("[" + join(combinedConditions.subList(start, end)) + "][1]");
        }
        return joinInGroups(groups);
    }

    private String join(List<String> combinedConditions) {
        return "(" + String.join(" " + operator.text() + " ", combinedConditions) + ")";
    }
}
