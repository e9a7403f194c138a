package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import java.util.function.Predicate;

/**
 * Decides which expressions the server considers constant: expressions without columns, queries, aggregate functions
 * and nondeterministic functions. A call of typeof is constant even if its argument is not.
 */
public final class ConstantExpressions {
    private ConstantExpressions() {}

    /** Returns whether the server considers an expression constant; no column or subquery is. */
    public static boolean isConstant(Expression expression) {
        return isConstant(expression, reference -> false);
    }

    /**
     * Returns whether an expression has the same value in all rows.
     *
     * @param isConstantValue whether a column or a subquery has the same value in all rows
     */
    public static boolean isConstant(Expression expression, Predicate<Expression> isConstantValue) {
        if (expression instanceof Expression.Reference || expression instanceof Expression.Subquery) {
            return isConstantValue.test(expression);
        }
        if (expression instanceof Expression.Exists
                || expression instanceof Expression.InSubquery
                || expression instanceof Expression.WindowCall
                || expression instanceof Expression.AggregateCall) {
            return false;
        }
        if (expression instanceof Expression.Call call) {
            FunctionEntry function = BuiltinFunctions.resolveEntry(call);
            if (function.hasTrait(FunctionTrait.OF_TYPES)) {
                return true;
            }
            if (function.hasTrait(FunctionTrait.NONDETERMINISTIC) || function.isAggregate()) {
                return false;
            }
        }
        return expression.children().stream().allMatch(child -> isConstant(child, isConstantValue));
    }
}
