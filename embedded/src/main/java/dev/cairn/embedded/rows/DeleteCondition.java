package dev.cairn.embedded.rows;

import dev.cairn.analysis.LiteralTypes;
import dev.cairn.analysis.Parts;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Expression.Operator;

/** What a DELETE from a table without a primary key may ask for: columns beside values, all by AND. */
final class DeleteCondition {
    private DeleteCondition() {}

    static void check(Expression written) {
        Expression condition = Parts.bare(written);
        if (condition instanceof Expression.Binary binary) {
            binary(binary);
        } else if (condition instanceof Expression.IsNull isNull) {
            requireColumn(isNull.value(), "Left expr of is_null predicate should be column name");
        } else if (condition instanceof Expression.In in) {
            requireColumn(in.value(), "Left expr of binary predicate should be column name");
            in.candidates().forEach(value -> requireValue(value, "Child of in predicate should be value"));
        } else {
            throw Refusal.analysis(
                    condition.span(),
                    "Where clause only supports compound predicate, binary predicate, is_null predicate and in"
                            + " predicate");
        }
    }

    private static void binary(Expression.Binary binary) {
        switch (binary.operator().meaning()) {
            case AND -> {
                check(binary.left());
                check(binary.right());
            }
            case OR -> throw Refusal.analysis(binary.span(), "Compound predicate's op should be AND");
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL_FOR_NULL -> {
                requireColumn(binary.left(), "Left expr of binary predicate should be column name");
                requireValue(binary.right(), "Right expr of binary predicate should be value");
            }
            default ->
                throw Refusal.analysis(
                        binary.span(),
                        "Where clause only supports compound predicate, binary predicate, is_null predicate and in"
                                + " predicate");
        }
    }

    private static void requireColumn(Expression expression, String otherwise) {
        if (!(Parts.bare(expression) instanceof Expression.Reference)) {
            throw Refusal.analysis(expression.span(), otherwise);
        }
    }

    private static void requireValue(Expression expression, String otherwise) {
        Expression bare = Parts.bare(expression);
        boolean negative = bare instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && LiteralTypes.isLiteral(unary.operand());
        boolean calculated = bare instanceof Expression.Call || bare instanceof Expression.Cast;
        if (!negative && !calculated && !LiteralTypes.isLiteral(bare)) {
            throw Refusal.analysis(expression.span(), otherwise);
        }
    }
}
