package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;

/**
 * Checks that the condition of an ASOF JOIN has at least one equality, exactly one inequality of BIGINT, DATE or
 * DATETIME, and no OR.
 */
final class AsofConditionCheck {
    private final Bindings bindings;
    private int equalityCount;
    private int inequalityCount;
    private boolean hasDisjunction;

    private AsofConditionCheck(Bindings bindings) {
        this.bindings = bindings;
    }

    static void check(Expression condition, Bindings bindings) {
        AsofConditionCheck conditionCheck = new AsofConditionCheck(bindings);
        conditionCheck.checkComparisons(condition);
        if (conditionCheck.equalityCount == 0) {
            throw createRefusal(condition, CommonRule.REQUIREMENT_MISSING, "An ASOF join", "at least one equality");
        }
        if (conditionCheck.inequalityCount != 1) {
            throw createRefusal(condition, CommonRule.REQUIREMENT_MISSING, "An ASOF join", "exactly one inequality");
        }
    }

    private static Refusal createRefusal(Expression condition, RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(condition.span(), rule, arguments);
    }

    private void checkComparisons(Expression writtenExpression) {
        if (writtenExpression.unwrap() instanceof Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case OR, AND -> {
                    hasDisjunction |= binary.operator().canonicalOperator() == Operator.OR;
                    checkComparisons(binary.left());
                    checkComparisons(binary.right());
                }
                case EQUAL -> equalityCount++;
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> checkInequality(binary);
                case NOT_EQUAL, EQUAL_FOR_NULL ->
                    throw createRefusal(
                            binary,
                            CommonRule.UNSUPPORTED,
                            "An ASOF join",
                            "the operator "
                                    + binary.operator().canonicalOperator().text());
                default -> {}
            }
        }
        if (hasDisjunction) {
            throw createRefusal(writtenExpression, CommonRule.UNSUPPORTED, "An ASOF join", "OR");
        }
    }

    private void checkInequality(Binary binary) {
        inequalityCount++;
        Type leftType = bindings.findValueType(binary.left());
        Type rightType = bindings.findValueType(binary.right());
        if (leftType != null && rightType != null && !(isTimeOrBigint(leftType) && isTimeOrBigint(rightType))) {
            throw createRefusal(
                    binary,
                    CommonRule.REQUIREMENT_MISSING,
                    "An ASOF join",
                    "an inequality of BIGINT, DATE or DATETIME, not of " + TypeFormat.formatForShowCreate(leftType)
                            + " and " + TypeFormat.formatForShowCreate(rightType));
        }
    }

    private static boolean isTimeOrBigint(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType == PrimitiveType.BIGINT || primitiveType.isDateOrDatetime();
    }
}
