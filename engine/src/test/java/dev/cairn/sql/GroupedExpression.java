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

    static String of(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return "(" + of(binary.left()) + " " + binary.operator().text() + " " + of(binary.right()) + ")";
        }
        if (expression instanceof Expression.Unary unary) {
            String word = unary.operator().text();
            return "(" + word + (Character.isLetter(word.charAt(0)) ? " " : "") + of(unary.operand()) + ")";
        }
        if (expression instanceof Expression.ParenthesizedExpression group) {
            return "[" + of(group.expression()) + "]";
        }
        if (expression instanceof Expression.Tuple tuple) {
            return "{" + joinExpressions(tuple.elements()) + "}";
        }
        if (expression instanceof Expression.Lambda lambda) {
            String parameters = lambda.parameters().stream().map(Name::text).collect(Collectors.joining(", "));
            return "(" + parameters + " => " + of(lambda.body()) + ")";
        }
        if (expression instanceof Expression.Interval interval) {
            return "INTERVAL " + of(interval.amount()) + " " + interval.unit();
        }
        return renderPredicate(expression);
    }

    private static String renderPredicate(Expression expression) {
        if (expression instanceof Expression.IsNull test) {
            return "(" + of(test.value()) + (test.isNegated() ? " IS NOT NULL)" : " IS NULL)");
        }
        if (expression instanceof Expression.In in) {
            return "(" + of(in.value()) + negation(in.isNegated()) + " IN (" + joinExpressions(in.candidates()) + "))";
        }
        if (expression instanceof Expression.Between between) {
            return "(" + of(between.value()) + negation(between.isNegated()) + " BETWEEN " + of(between.lowerBound())
                    + " AND " + of(between.upperBound()) + ")";
        }
        if (expression instanceof Expression.Like like) {
            return "(" + of(like.value()) + negation(like.isNegated()) + " " + like.word() + " " + of(like.pattern())
                    + ")";
        }
        if (expression instanceof Expression.Match match) {
            return "(" + of(match.value()) + negation(match.isNegated()) + " " + match.word() + " "
                    + of(match.pattern()) + ")";
        }
        return renderOther(expression);
    }

    private static String renderOther(Expression expression) {
        if (expression instanceof Expression.Subscript subscript) {
            return "(" + of(subscript.base()) + "[" + of(subscript.index()) + "])";
        }
        if (expression instanceof Expression.Arrow arrow) {
            return "(" + of(arrow.base()) + "->'" + arrow.path().value() + "')";
        }
        if (expression instanceof Expression.FieldAccess access) {
            return "(" + of(access.base()) + "." + access.field() + ")";
        }
        if (expression instanceof Expression.Collate collate) {
            return "(" + of(collate.value()) + " COLLATE " + collate.collation() + ")";
        }
        if (expression instanceof Expression.Case choice) {
            return choice.branches().stream()
                    .map(branch -> "WHEN " + of(branch.condition()) + " THEN " + of(branch.result()))
                    .collect(Collectors.joining(" ", "CASE " + Sql.render(choice.operand()) + " ", " END"));
        }
        return Sql.render(expression);
    }

    private static String negation(boolean isNegated) {
        return isNegated ? " NOT" : "";
    }

    private static String joinExpressions(List<Expression> expressions) {
        return expressions.stream().map(GroupedExpression::of).collect(Collectors.joining(", "));
    }
}
