package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Type;

/** The condition of an ASOF JOIN: columns that are equal, and exactly one pair of times in order. */
final class AsofCondition {
    private final ExpressionTyping typing;
    private int equal;
    private int ordered;
    private boolean either;

    private AsofCondition(ExpressionTyping typing) {
        this.typing = typing;
    }

    static void check(Expression condition, ExpressionTyping typing) {
        AsofCondition read = new AsofCondition(typing);
        read.read(condition);
        if (read.equal == 0) {
            throw refused(condition, "ASOF JOIN requires at least one equality condition in join ON clause");
        }
        if (read.ordered == 0) {
            throw refused(condition, "ASOF JOIN requires exactly one temporal inequality condition in join ON clause");
        }
        if (read.ordered > 1) {
            throw refused(
                    condition,
                    "ASOF JOIN supports only one inequality condition in join ON clause, found: " + read.ordered);
        }
    }

    private static Refusal refused(Expression condition, String detail) {
        return Refusal.analysis(condition.span(), detail);
    }

    private void read(Expression written) {
        if (Subexpressions.bare(written) instanceof Binary binary) {
            switch (binary.operator().meaning()) {
                case OR, AND -> {
                    either |= binary.operator().meaning() == Operator.OR;
                    read(binary.left());
                    read(binary.right());
                }
                case EQUAL -> equal++;
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> order(binary);
                case NOT_EQUAL, EQUAL_FOR_NULL ->
                    throw refused(
                            binary,
                            "ASOF JOIN does not support '"
                                    + binary.operator().meaning().text() + "' operator in join ON clause");
                default -> {}
            }
        }
        if (either) {
            throw refused(written, "ASOF JOIN conditions do not support OR operators in join ON clause");
        }
    }

    private void order(Binary binary) {
        ordered++;
        Type left = typing.of(binary.left()).type();
        Type right = typing.of(binary.right()).type();
        if (left != null && right != null && !(isTime(left) && isTime(right))) {
            throw refused(
                    binary,
                    "ASOF JOIN temporal condition supports only BIGINT, DATE, or DATETIME types in join ON clause,"
                            + " found: " + TypeText.shown(left) + " and " + TypeText.shown(right) + ". predicate: "
                            + Sql.render(binary));
        }
    }

    private static boolean isTime(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive == PrimitiveType.BIGINT || primitive.isDate();
    }
}
