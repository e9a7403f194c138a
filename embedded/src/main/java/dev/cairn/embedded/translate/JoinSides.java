package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Relation;
import org.jspecify.annotations.Nullable;

/** The two sides of a join, whose columns its condition reads. */
record JoinSides(QueryTranslator queryTranslator, Relation.Join join) {
    /** Returns the comparison if a condition requires that a value of one side equals a value of the other; or null. */
    Expression.@Nullable Binary findEquality(Expression condition) {
        return queryTranslator.bindings().resolveReplacement(condition) instanceof Expression.Binary comparison
                        && comparison.operator().canonicalOperator() == Operator.EQUAL
                        && !readsBoth(comparison.left())
                        && !readsBoth(comparison.right())
                        && readsBoth(comparison)
                ? comparison
                : null;
    }

    boolean readsBoth(Expression expression) {
        return readsLeft(expression) && reads(join.right(), expression);
    }

    boolean readsLeft(Expression expression) {
        return reads(join.left(), expression);
    }

    private boolean reads(Relation relation, Expression expression) {
        return new ExpressionTranslator(queryTranslator)
                .collectReferencedRelations(expression).stream()
                        .anyMatch(boundRelation -> isWithin(boundRelation, relation));
    }

    private static boolean isWithin(BoundRelation boundRelation, Relation relation) {
        return boundRelation.relation() == relation
                || relation.children().stream().anyMatch(child -> isWithin(boundRelation, child));
    }
}
