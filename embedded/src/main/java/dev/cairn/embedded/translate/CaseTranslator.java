package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.ComparisonRenderer;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Translates CASE to DuckDB's SQL. Frontends calculate a CASE of constants themselves, with other results than
 * backends: this class calculates as frontends do.
 */
final class CaseTranslator {
    private final ExpressionTranslator expressionTranslator;

    CaseTranslator(ExpressionTranslator expressionTranslator) {
        this.expressionTranslator = expressionTranslator;
    }

    DuckDbExpression translate(Expression.Case caseExpression) {
        Iterator<String> operandIterator = expressionTranslator
                .translateOperands(caseExpression, caseExpression.children())
                .iterator();
        String operand = caseExpression.operand() == null ? "" : operandIterator.next();
        Type comparedType = caseExpression.operand() == null
                ? TypeConstants.BOOLEAN
                : expressionTranslator.operandTypes(caseExpression).get(0);
        Type resultType = expressionTranslator.requireType(caseExpression);
        boolean isFolded = expressionTranslator.isFoldedChoice(caseExpression, listResults(caseExpression));
        boolean takesBranchOfTrue = takesBranchOfTrue(caseExpression, comparedType);
        boolean appendsTrueBranches = takesBranchOfTrue
                && caseExpression.branches().stream().allMatch(branch -> isCalculated(branch.condition()));
        StringBuilder sql = new StringBuilder("CASE");
        StringBuilder trueBranches = new StringBuilder();
        for (Expression.When branch : caseExpression.branches()) {
            String condition = operandIterator.next();
            String convertedResult = operandIterator.next();
            String resultClause = " THEN "
                    + (isFolded
                            ? expressionTranslator.translateAs(branch.result(), TypeConstants.DOUBLE)
                            : convertedResult);
            String comparison = operand.isEmpty()
                    ? condition
                    : ComparisonRenderer.renderComparison(Operator.EQUAL, operand, condition, comparedType);
            String trueCondition = "(" + operand + " IS NOT NULL AND " + condition + ")";
            boolean includesTrue = takesBranchOfTrue && !appendsTrueBranches && isCalculated(branch.condition());
            sql.append(" WHEN ").append(includesTrue ? "(" + comparison + " OR " + trueCondition + ")" : comparison);
            sql.append(resultClause);
            trueBranches.append(appendsTrueBranches ? " WHEN " + trueCondition + resultClause : "");
        }
        sql.append(trueBranches);
        if (caseExpression.elseResult() != null) {
            String convertedResult = operandIterator.next();
            sql.append(" ELSE ")
                    .append(
                            isFolded
                                    ? expressionTranslator.translateAs(
                                            caseExpression.elseResult(), TypeConstants.DOUBLE)
                                    : convertedResult);
        }
        sql.append(" END");
        return isFolded
                ? DuckDbExpression.ofFolded(sql.toString(), TypeConstants.DOUBLE)
                        .castTo(resultType)
                : new DuckDbExpression(sql.toString(), resultType);
    }

    private static List<Expression> listResults(Expression.Case caseExpression) {
        List<Expression> results = new ArrayList<>();
        caseExpression.branches().forEach(branch -> results.add(branch.result()));
        if (caseExpression.elseResult() != null) {
            results.add(caseExpression.elseResult());
        }
        return results;
    }

    /**
     * Returns whether frontends take the branch of a constant TRUE even for FALSE, such as in
     * {@code CASE FALSE WHEN TRUE THEN 1 END}, because they read it as CASE without an operand. If all conditions are
     * constants, a condition that is equal to the operand takes precedence.
     */
    private boolean takesBranchOfTrue(Expression.Case caseExpression, Type comparedType) {
        return caseExpression.operand() != null
                && PrimitiveType.of(comparedType) == PrimitiveType.BOOLEAN
                && isCalculated(caseExpression.operand());
    }

    private boolean isCalculated(Expression expression) {
        return expressionTranslator.frontendConstants().isCalculated(expression);
    }
}
