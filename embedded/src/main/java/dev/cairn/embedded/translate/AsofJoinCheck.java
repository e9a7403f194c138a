package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;

/** Checks that DuckDB supports an ASOF JOIN, and that a server executes it as one. */
record AsofJoinCheck(QueryTranslator queryTranslator, Relation.Join join) {
    /**
     * Refuses an ASOF JOIN whose inequality does not compare both sides, which DuckDB does not support, and one without an
     * equality of both sides, which a server does not execute as an ASOF JOIN.
     */
    void requireComparedRelations(Expression condition) {
        boolean hasEquality = false;
        for (Expression conjunct :
                queryTranslator.bindings().resolveReplacement(condition).conjuncts()) {
            if (queryTranslator.bindings().resolveReplacement(conjunct) instanceof Expression.Binary comparison) {
                switch (comparison.operator().canonicalOperator()) {
                    case EQUAL ->
                        hasEquality |= isOfOneSide(comparison.left())
                                && isOfOneSide(comparison.right())
                                && readsBothSides(comparison);
                    case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                        if (!readsBothSides(comparison)) {
                            throw UnsupportedFeatureRefusals.createQueryRefusal(
                                    "an ASOF JOIN without an inequality of its relations", comparison.span());
                        }
                    }
                    default -> {}
                }
            }
        }
        if (!hasEquality) {
            throw UnsupportedFeatureRefusals.createQueryRefusal(
                    "an ASOF JOIN without an equality of its relations", condition.span());
        }
    }

    private boolean readsBothSides(Expression expression) {
        return reads(join.left(), expression) && reads(join.right(), expression);
    }

    private boolean isOfOneSide(Expression expression) {
        return !readsBothSides(expression);
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
