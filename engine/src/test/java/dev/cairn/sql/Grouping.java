package dev.cairn.sql;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.stream.Collectors;

/** An expression with parentheses around each operator, and its own parentheses as square brackets. */
final class Grouping {
    private Grouping() {}

    static String of(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return "(" + of(binary.left()) + " " + binary.operator().text() + " " + of(binary.right()) + ")";
        }
        if (expression instanceof Expression.Unary unary) {
            String word = unary.operator().text();
            return "(" + word + (Character.isLetter(word.charAt(0)) ? " " : "") + of(unary.operand()) + ")";
        }
        if (expression instanceof Expression.Group group) {
            return "[" + of(group.expression()) + "]";
        }
        if (expression instanceof Expression.Tuple tuple) {
            return "{" + all(tuple.elements()) + "}";
        }
        if (expression instanceof Expression.Lambda lambda) {
            String parameters = lambda.parameters().stream().map(Name::text).collect(Collectors.joining(", "));
            return "(" + parameters + " => " + of(lambda.body()) + ")";
        }
        if (expression instanceof Expression.Interval interval) {
            return "INTERVAL " + of(interval.amount()) + " " + interval.unit();
        }
        return predicate(expression);
    }

    private static String predicate(Expression expression) {
        if (expression instanceof Expression.IsNull test) {
            return "(" + of(test.value()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
        }
        if (expression instanceof Expression.In in) {
            return "(" + of(in.value()) + not(in.negated()) + " IN (" + all(in.candidates()) + "))";
        }
        if (expression instanceof Expression.Between between) {
            return "(" + of(between.value()) + not(between.negated()) + " BETWEEN " + of(between.lowerBound()) + " AND "
                    + of(between.upperBound()) + ")";
        }
        if (expression instanceof Expression.Like like) {
            return "(" + of(like.value()) + not(like.negated()) + " " + like.word() + " " + of(like.pattern()) + ")";
        }
        if (expression instanceof Expression.Match match) {
            return "(" + of(match.value()) + not(match.negated()) + " " + match.word() + " " + of(match.pattern())
                    + ")";
        }
        return part(expression);
    }

    private static String part(Expression expression) {
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

    private static String not(boolean negated) {
        return negated ? " NOT" : "";
    }

    private static String all(List<Expression> expressions) {
        return expressions.stream().map(Grouping::of).collect(Collectors.joining(", "));
    }
}
