package dev.cairn.sql;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders an expression with parentheses around each operation, and with square brackets in place of the written
 * parentheses.
 */
final class GroupedExpression {
    private GroupedExpression() {}

    static String render(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return "(" + render(binary.left()) + " " + binary.operator().text() + " " + render(binary.right()) + ")";
        }
        if (expression instanceof Expression.Unary unary) {
            String word = unary.operator().text();
            return "(" + word + (Character.isLetter(word.charAt(0)) ? " " : "") + render(unary.operand()) + ")";
        }
        if (expression instanceof Expression.ParenthesizedExpression group) {
            return "[" + render(group.expression()) + "]";
        }
        if (expression instanceof Expression.Tuple tuple) {
            return "{" + joinExpressions(tuple.elements()) + "}";
        }
        if (expression instanceof Expression.Lambda lambda) {
            String parameters = lambda.parameters().stream().map(Name::text).collect(Collectors.joining(", "));
            return "(" + parameters + " => " + render(lambda.body()) + ")";
        }
        if (expression instanceof Expression.Interval interval) {
            return "INTERVAL " + render(interval.amount()) + " " + interval.unit();
        }
        return renderPredicate(expression);
    }

    private static String renderPredicate(Expression expression) {
        if (expression instanceof Expression.IsNull isNull) {
            return "(" + render(isNull.value()) + (isNull.isNegated() ? " IS NOT NULL)" : " IS NULL)");
        }
        if (expression instanceof Expression.In in) {
            return "(" + render(in.value()) + renderNegation(in.isNegated()) + " IN ("
                    + joinExpressions(in.candidates()) + "))";
        }
        if (expression instanceof Expression.Between between) {
            return "(" + render(between.value()) + renderNegation(between.isNegated()) + " BETWEEN "
                    + render(between.lowerBound()) + " AND " + render(between.upperBound()) + ")";
        }
        if (expression instanceof Expression.Like like) {
            return "(" + render(like.value()) + renderNegation(like.isNegated()) + " " + like.word() + " "
                    + render(like.pattern()) + ")";
        }
        if (expression instanceof Expression.Match match) {
            return "(" + render(match.value()) + renderNegation(match.isNegated()) + " " + match.word() + " "
                    + render(match.pattern()) + ")";
        }
        return renderOther(expression);
    }

    private static String renderOther(Expression expression) {
        if (expression instanceof Expression.Subscript subscript) {
            return "(" + render(subscript.base()) + "[" + render(subscript.index()) + "])";
        }
        if (expression instanceof Expression.Arrow arrow) {
            return "(" + render(arrow.base()) + "->'" + arrow.path().value() + "')";
        }
        if (expression instanceof Expression.FieldAccess access) {
            return "(" + render(access.base()) + "." + access.field() + ")";
        }
        if (expression instanceof Expression.Collate collate) {
            return "(" + render(collate.value()) + " COLLATE " + collate.collation() + ")";
        }
        if (expression instanceof Expression.Case caseExpression) {
            return caseExpression.branches().stream()
                    .map(branch -> "WHEN " + render(branch.condition()) + " THEN " + render(branch.result()))
                    .collect(Collectors.joining(" ", "CASE " + Sql.render(caseExpression.operand()) + " ", " END"));
        }
        return Sql.render(expression);
    }

    private static String renderNegation(boolean isNegated) {
        return isNegated ? " NOT" : "";
    }

    private static String joinExpressions(List<Expression> expressions) {
        return expressions.stream().map(GroupedExpression::render).collect(Collectors.joining(", "));
    }
}
