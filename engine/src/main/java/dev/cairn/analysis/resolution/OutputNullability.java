package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.NullRejection;
import dev.cairn.analysis.resolution.SelectListResolver.SelectOutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import java.util.List;
import java.util.function.Predicate;

/** Marks the outputs of a SELECT that may be NULL because of GROUP BY, or can't be NULL because of WHERE or HAVING. */
final class OutputNullability {
    private final SelectListResolver selectList;
    private final QueryScope sourceScope;

    OutputNullability(SelectListResolver selectList, QueryScope sourceScope) {
        this.selectList = selectList;
        this.sourceScope = sourceScope;
    }

    /**
     * Marks outputs as nullable if they contain grouping expressions, because these are NULL in the rows of subtotals.
     */
    void markNullableInSubtotals(Grouping.Kind kind, List<Expression> groupKeys) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            SelectOutputColumn output = outputs.get(i);
            boolean containsGroupKey = output.expression() != null
                    && output.field().expressionType().nullCause() == null
                    && ExpressionNormalForm.normalizeOutput(output, sourceScope)
                            .contains(subexpression -> !(subexpression instanceof Expression.Reference)
                                    && groupKeys.contains(subexpression));
            if (containsGroupKey) {
                selectList.setNullCause(i, NullCause.of(NullCause.Kind.SUBTOTAL, output.span(), kind.text()));
            }
        }
    }

    /**
     * Marks outputs as never NULL if every row for which the condition of WHERE is true has a value in them. Columns
     * are skipped, because their types in the scope already reflect WHERE; outputs that are NULL in subtotals are
     * skipped, because subtotals are computed after WHERE.
     */
    void markNonNullByWhere(Expression where) {
        markNonNull(where, output -> {
            NullCause cause = output.field().expressionType().nullCause();
            return cause != null
                    && cause.kind() != NullCause.Kind.SUBTOTAL
                    && output.expression() != null
                    && !(output.expression().unwrap() instanceof Expression.Reference);
        });
    }

    /** Marks outputs as never NULL if every group for which the condition of HAVING is true has a value in them. */
    void markNonNullByHaving(Expression having) {
        markNonNull(
                having, output -> output.field().expressionType().nullCause() != null && output.expression() != null);
    }

    private void markNonNull(Expression condition, Predicate<SelectOutputColumn> isAffected) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        if (outputs.stream().noneMatch(isAffected)) {
            return;
        }
        List<Expression> nonNullExpressions = NullRejection.findNonNullWhereTrue(condition);
        for (int i = 0; i < outputs.size(); i++) {
            Expression expression = outputs.get(i).expression();
            if (expression != null
                    && isAffected.test(outputs.get(i))
                    && containsEquivalent(nonNullExpressions, expression.unwrap())) {
                selectList.setNullCause(i, null);
            }
        }
    }

    private boolean containsEquivalent(List<Expression> expressions, Expression searchedExpression) {
        // Comparing the classes first avoids most normal forms.
        List<Expression> candidates = expressions.stream()
                .filter(expression -> expression.getClass() == searchedExpression.getClass())
                .toList();
        if (candidates.isEmpty()) {
            return false;
        }
        Expression normalForm = ExpressionNormalForm.normalize(searchedExpression, sourceScope);
        return candidates.stream()
                .anyMatch(candidate ->
                        ExpressionNormalForm.normalize(candidate, sourceScope).equals(normalForm));
    }
}
