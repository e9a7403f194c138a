package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;

/** Checks that DuckDB supports an ASOF JOIN, and that a server executes it as one. */
record AsofJoinCheck(JoinSides sides) {
    /**
     * Refuses an ASOF JOIN whose inequality does not compare both sides, which DuckDB does not support, and one without an
     * equality of both sides, which a server does not execute as an ASOF JOIN.
     */
    void requireComparedRelations(Expression condition) {
        boolean hasEquality = false;
        for (Expression conjunct :
                sides.queryTranslator().bindings().resolveReplacement(condition).conjuncts()) {
            hasEquality |= sides.findEquality(conjunct) != null;
            if (sides.queryTranslator().bindings().resolveReplacement(conjunct) instanceof Expression.Binary comparison
                    && isInequality(comparison)
                    && !sides.readsBoth(comparison)) {
                throw UnsupportedFeatureRefusals.createQueryRefusal(
                        "an ASOF JOIN without an inequality of its relations", comparison.span());
            }
        }
        if (!hasEquality) {
            throw UnsupportedFeatureRefusals.createQueryRefusal(
                    "an ASOF JOIN without an equality of its relations", condition.span());
        }
    }

    private static boolean isInequality(Expression.Binary comparison) {
        return switch (comparison.operator().canonicalOperator()) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }
}
