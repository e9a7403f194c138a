package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;

/** Checks the condition of an ASOF JOIN: equalities of columns, and exactly one inequality between times. */
final class AsofCondition {
    private final Bindings bindings;
    private int equalityCount;
    private int inequalityCount;
    private boolean either;

    private AsofCondition(Bindings bindings) {
        this.bindings = bindings;
    }

    static void check(Expression condition, Bindings bindings) {
        AsofCondition read = new AsofCondition(bindings);
        read.readCondition(condition);
        if (read.equalityCount == 0) {
            throw refuse(condition, CommonRule.REQUIRES, "An ASOF join", "at least one equality");
        }
        if (read.inequalityCount != 1) {
            throw refuse(condition, CommonRule.REQUIRES, "An ASOF join", "exactly one inequality");
        }
    }

    private static Refusal refuse(Expression condition, RefusalRule rule, Object... arguments) {
        return Refusal.analysis(condition.span(), rule, arguments);
    }

    private void readCondition(Expression writtenExpression) {
        if (writtenExpression.unwrap() instanceof Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case OR, AND -> {
                    either |= binary.operator().canonicalOperator() == Operator.OR;
                    readCondition(binary.left());
                    readCondition(binary.right());
                }
                case EQUAL -> equalityCount++;
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> readInequality(binary);
                case NOT_EQUAL, EQUAL_FOR_NULL ->
                    throw refuse(
                            binary,
                            CommonRule.UNSUPPORTED,
                            "An ASOF join",
                            "the operator "
                                    + binary.operator().canonicalOperator().text());
                default -> {}
            }
        }
        if (either) {
            throw refuse(writtenExpression, CommonRule.UNSUPPORTED, "An ASOF join", "OR");
        }
    }

    private void readInequality(Binary binary) {
        inequalityCount++;
        Type left = bindings.type(binary.left());
        Type right = bindings.type(binary.right());
        if (left != null && right != null && !(isTime(left) && isTime(right))) {
            throw refuse(
                    binary,
                    CommonRule.REQUIRES,
                    "An ASOF join",
                    "an inequality of BIGINT, DATE or DATETIME, not of " + TypeFormat.formatForShowCreate(left)
                            + " and " + TypeFormat.formatForShowCreate(right));
        }
    }

    private static boolean isTime(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive == PrimitiveType.BIGINT || primitive.isDate();
    }
}
