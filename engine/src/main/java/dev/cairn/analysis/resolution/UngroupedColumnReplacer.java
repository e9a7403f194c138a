package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.sql.ast.Expression;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Replaces the columns outside of GROUP BY by calls of {@code any_value}, as the server does in a session without
 * ONLY_FULL_GROUP_BY.
 *
 * @param typing the types of expressions over the columns of FROM
 */
record UngroupedColumnReplacer(ExpressionTyping typing, Bindings bindings) {
    private static final String REPLACING_FUNCTION = "any_value";

    /**
     * Replaces the columns that may have several values per group in an expression.
     *
     * @param normalization returns the normal form of a part of the expression
     * @throws dev.cairn.refusal.Refusal if a subquery has such a column
     */
    void replaceIn(Expression writtenExpression, GroupingCheck groupingCheck, UnaryOperator<Expression> normalization) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        Expression normalForm = normalization.apply(expression);
        if (groupingCheck.isConstantInGroup(normalForm)) {
            return;
        }
        if (expression instanceof Expression.Reference reference) {
            replace(reference);
        } else if (RestrictedExpression.QUERY.matches(expression)) {
            groupingCheck.requireGrouped(expression, normalForm);
        } else {
            RestrictedExpression.operands(expression)
                    .forEach(operand -> replaceIn(operand, groupingCheck, normalization));
        }
    }

    private void replace(Expression.Reference reference) {
        Expression column = new Expression.Reference(reference.name(), reference.span());
        Expression call = Expression.Call.of(REPLACING_FUNCTION, List.of(column), reference.span());
        typing.determineType(call);
        bindings.recordReplacement(reference, call);
    }
}
