package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Query.Select;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates of a correlated subquery without GROUP BY. A server groups the rows of such a subquery by the columns
 * that its conditions compare with the enclosing query, and joins the groups. If there are no rows, or if HAVING is not
 * true, there is no group: EXISTS is false, and in an expression each aggregate is NULL, but COUNT is 0.
 */
record CorrelatedAggregation(ExpressionTranslator expressionTranslator, Select select) {
    /** The condition that is true for a group of a server; a group of DuckDB may be empty. */
    static final String HAS_ROWS = "count(*) > 0";

    /** A condition that is always true. It makes an aggregation of a SELECT without aggregates. */
    static final String IS_GROUP = "count(*) >= 0";

    /** Returns whether a condition of a SELECT uses a column of an enclosing query. */
    static boolean isCorrelated(Bindings bindings, Select select) {
        return select.where() != null && usesEnclosingColumn(bindings, select.where());
    }

    private static boolean usesEnclosingColumn(Bindings bindings, Expression writtenExpression) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        return (expression instanceof Expression.Reference reference
                        && bindings.findResolvedName(reference) instanceof ResolvedName.ResolvedColumn column
                        && column.level() > 0)
                || expression.children().stream().anyMatch(operand -> usesEnclosingColumn(bindings, operand));
    }

    /** Makes the aggregates in the select list depend on the existence of the group. */
    void bindAggregates() {
        String condition = select.having() == null
                ? HAS_ROWS
                : HAS_ROWS + " AND (" + expressionTranslator.translateCondition(select.having()) + ")";
        List<Expression> aggregates = new ArrayList<>();
        select.expressions().stream()
                .filter(expression -> expression != select.having())
                .forEach(expression -> RestrictedExpression.AGGREGATE.addOutermostExpressions(expression, aggregates));
        for (Expression aggregate : aggregates) {
            DuckDbExpression value = expressionTranslator.translate(aggregate);
            String valueWithoutGroup = isCount(aggregate) ? " ELSE 0" : "";
            String sql = "CASE WHEN " + condition + " THEN " + value.sql() + valueWithoutGroup + " END";
            expressionTranslator.bindValue(aggregate, new DuckDbExpression(sql, value.type(), value.state()));
        }
    }

    private static boolean isCount(Expression aggregate) {
        return aggregate instanceof Call call
                && CallRewrites.lowerCaseName(call).equals("count");
    }
}
