package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;

/**
 * Decides which expressions the server considers constant: expressions without columns, queries, aggregate functions
 * and nondeterministic functions. A call of typeof is constant even if its argument is not.
 */
public final class ConstantExpressions {
    private ConstantExpressions() {}

    public static boolean isConstant(Expression expression) {
        if (expression instanceof Expression.Reference
                || expression instanceof Expression.Subquery
                || expression instanceof Expression.Exists
                || expression instanceof Expression.InQuery
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
        return expression.children().stream().allMatch(ConstantExpressions::isConstant);
    }
}
