package dev.cairn.analysis.resolution;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the condition of an ASOF JOIN has at least one equality, exactly one inequality of BIGINT, DATE or
 * DATETIME, and no OR. The server can plan the join only if the inequality and an equality compare the two relations.
 */
final class AsofConditionCheck {
    private final Join join;
    private final JoinKind kind;
    private final Bindings bindings;
    private int equalityCount;
    private boolean hasEqualityOfRelations;
    private int inequalityCount;
    private boolean hasDisjunction;

    private AsofConditionCheck(Join join, JoinKind kind, Bindings bindings) {
        this.join = join;
        this.kind = kind;
        this.bindings = bindings;
    }

    /**
     * Checks an analyzed condition; the bindings contain its types and names, and receive the refusals of the planner.
     *
     * @throws Refusal if the condition does not have the required form
     */
    static void check(Join join, JoinKind kind, Expression condition, Bindings bindings) {
        AsofConditionCheck conditionCheck = new AsofConditionCheck(join, kind, bindings);
        conditionCheck.checkComparisons(condition);
        if (conditionCheck.equalityCount == 0) {
            throw createRefusal(condition, CommonRule.REQUIREMENT_MISSING, "An ASOF join", "at least one equality");
        }
        if (conditionCheck.inequalityCount != 1) {
            throw createRefusal(condition, CommonRule.REQUIREMENT_MISSING, "An ASOF join", "exactly one inequality");
        }
        if (!conditionCheck.hasEqualityOfRelations && kind == JoinKind.ASOF_INNER) {
            bindings.recordPlanRefusal(createRefusal(
                    condition,
                    CommonRule.REQUIREMENT_MISSING,
                    "An ASOF join",
                    "an equality of a value of one relation and a value of the other"));
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
                case EQUAL -> {
                    equalityCount++;
                    hasEqualityOfRelations |= separatesRelations(binary);
                }
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> checkInequality(binary);
                case NOT_EQUAL, NULL_SAFE_EQUAL ->
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
        if (!comparesRelations(binary)) {
            bindings.recordPlanRefusal(createRefusal(
                    binary,
                    CommonRule.REQUIREMENT_MISSING,
                    "An ASOF join",
                    "an inequality of a value of one relation and a value of the other"));
        }
    }

    /**
     * Returns whether the inequality remains in the join. No operand may read both relations, and the server applies an
     * inequality of one relation before the join, except for an inequality of the left relation of a left join.
     */
    private boolean comparesRelations(Binary inequality) {
        Relation subqueryRelation = readsColumnsOf(inequality, join.left(), null) ? join.left() : join.right();
        boolean leftReadsLeft = readsColumnsOf(inequality.left(), join.left(), subqueryRelation);
        boolean leftReadsRight = readsColumnsOf(inequality.left(), join.right(), subqueryRelation);
        boolean rightReadsLeft = readsColumnsOf(inequality.right(), join.left(), subqueryRelation);
        boolean rightReadsRight = readsColumnsOf(inequality.right(), join.right(), subqueryRelation);
        boolean readsBothRelationsOnOneSide = (leftReadsLeft && leftReadsRight) || (rightReadsLeft && rightReadsRight);
        boolean isAppliedBeforeJoin =
                (leftReadsRight && rightReadsRight) || (leftReadsLeft && rightReadsLeft && kind == JoinKind.ASOF_INNER);
        return !readsBothRelationsOnOneSide && !isAppliedBeforeJoin;
    }

    /** Returns whether one operand reads columns of the left relation only, and the other one of the right one only. */
    private boolean separatesRelations(Binary equality) {
        boolean leftReadsLeft = readsColumnsOf(equality.left(), join.left(), null);
        boolean leftReadsRight = readsColumnsOf(equality.left(), join.right(), null);
        boolean rightReadsLeft = readsColumnsOf(equality.right(), join.left(), null);
        boolean rightReadsRight = readsColumnsOf(equality.right(), join.right(), null);
        return (leftReadsLeft != leftReadsRight)
                && (rightReadsLeft != rightReadsRight)
                && leftReadsLeft != rightReadsLeft;
    }

    /**
     * Returns whether an expression reads columns of a relation.
     *
     * @param subqueryRelation the relation that the server joins with a subquery: the result of the subquery is then a
     *     column of this relation
     */
    private boolean readsColumnsOf(Expression expression, Relation relation, @Nullable Relation subqueryRelation) {
        if (RestrictedExpression.QUERY.matches(expression) && relation == subqueryRelation) {
            return true;
        }
        Expression readExpression = bindings.resolveReplacement(expression);
        if (readExpression instanceof Expression.Reference reference) {
            RelationField column = bindings.findColumn(reference);
            return column != null && column.isColumnOf(relation);
        }
        return readExpression.children().stream()
                .anyMatch(operand -> readsColumnsOf(operand, relation, subqueryRelation));
    }

    private static boolean isTimeOrBigint(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType == PrimitiveType.BIGINT || primitiveType.isDateOrDatetime();
    }
}
