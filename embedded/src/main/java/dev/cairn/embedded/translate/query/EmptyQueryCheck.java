package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.Source;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import java.util.List;

/**
 * Determines whether a frontend knows that a query has no rows before it runs the query: no transaction has written to
 * its table, its condition is a constant that is not true, or its limit is 0.
 */
public record EmptyQueryCheck(Bindings bindings, TranslationContext context) {
    public boolean isEmpty(Body body) {
        if (body instanceof Select select) {
            return isEmpty(select);
        }
        if (body instanceof Query.NestedQuery nestedQuery) {
            return isEmpty(nestedQuery.query());
        }
        if (!(body instanceof SetOperation operation)) {
            return false;
        }
        return switch (operation.kind()) {
            case UNION -> isEmpty(operation.left()) && isEmpty(operation.right());
            case INTERSECT -> isEmpty(operation.left()) || isEmpty(operation.right());
            case EXCEPT, MINUS -> isEmpty(operation.left());
        };
    }

    private boolean isEmpty(Query query) {
        Query.Limit limit = bindings.limit(query);
        Long count = limit == null ? null : limit.count().integerValue();
        return (count != null && count == 0) || isEmpty(query.body());
    }

    private boolean isEmpty(Select select) {
        return !isSingleGroup(select)
                && (select.from().stream().anyMatch(this::isEmpty)
                        || (select.where() != null
                                && select.where().conjuncts().stream().anyMatch(EmptyQueryCheck::isNeverTrue)));
    }

    /** Returns whether a SELECT aggregates all rows to one, which exists without rows, too. */
    private static boolean isSingleGroup(Select select) {
        return select.groupBy() == null && select.expressions().stream().anyMatch(RestrictedExpression.AGGREGATE::isIn);
    }

    private boolean isEmpty(Relation relation) {
        if (relation instanceof Relation.Join join) {
            return isEmpty(join);
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return parenthesized.relations().stream().anyMatch(this::isEmpty);
        }
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation == null) {
            return false;
        }
        Query query = boundRelation.query();
        if (query != null) {
            return isEmpty(query);
        }
        Source source = boundRelation.source();
        if (source == null
                || source.kind() != Source.Kind.TABLE
                || !(relation instanceof Relation.Named namedRelation)) {
            return false;
        }
        QualifiedName name = new QualifiedName(
                List.of(Name.of(source.database()), namedRelation.name().lastPart()));
        return !context.tableResolver().isWritten(name);
    }

    private boolean isEmpty(Relation.Join join) {
        return switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN, LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN, ASOF_JOIN, ASOF_INNER_JOIN ->
                isEmpty(join.left()) || isEmpty(join.right());
            case LEFT_JOIN,
                    LEFT_OUTER_JOIN,
                    LEFT_ANTI_JOIN,
                    NULL_AWARE_LEFT_ANTI_JOIN,
                    ASOF_LEFT_JOIN,
                    ASOF_LEFT_OUTER_JOIN -> isEmpty(join.left());
            case RIGHT_JOIN, RIGHT_OUTER_JOIN, RIGHT_ANTI_JOIN -> isEmpty(join.right());
            case FULL_JOIN, FULL_OUTER_JOIN -> isEmpty(join.left()) && isEmpty(join.right());
        };
    }

    private static boolean isNeverTrue(Expression writtenCondition) {
        Expression condition = writtenCondition.unwrap();
        if (condition instanceof Expression.BooleanLiteral literal) {
            return !literal.value();
        }
        return condition instanceof Expression.NullLiteral
                || (condition instanceof Expression.Binary comparison && isFalse(comparison));
    }

    /** Returns whether a condition compares two integers and is false. */
    private static boolean isFalse(Expression.Binary comparison) {
        Long left = comparison.left().unwrap().integerValue();
        Long right = comparison.right().unwrap().integerValue();
        if (left == null || right == null) {
            return false;
        }
        int order = left.compareTo(right);
        Operator operator = comparison.operator().canonicalOperator();
        return switch (operator) {
            case EQUAL -> order != 0;
            case NOT_EQUAL -> order == 0;
            case LESS -> order >= 0;
            case LESS_OR_EQUAL -> order > 0;
            case GREATER -> order <= 0;
            case GREATER_OR_EQUAL -> order < 0;
            default -> false;
        };
    }
}
