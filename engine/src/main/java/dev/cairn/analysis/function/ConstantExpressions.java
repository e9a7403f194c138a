package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import java.util.Locale;
import java.util.Set;

/** Decides which expressions the server considers constant: those without columns, queries and random functions. */
public final class ConstantExpressions {
    private static final Set<String> CHANGING = Set.of("rand", "random", "uuid", "sleep");

    private ConstantExpressions() {}

    public static boolean isConstant(Expression expression) {
        if (expression instanceof Expression.Reference
                || expression instanceof Expression.Subquery
                || expression instanceof Expression.Exists
                || expression instanceof Expression.InQuery
                || expression instanceof Expression.Windowed
                || expression instanceof Expression.Aggregated) {
            return false;
        }
        if (expression instanceof Expression.Call call && changes(call)) {
            return false;
        }
        return expression.parts().stream().allMatch(ConstantExpressions::isConstant);
    }

    private static boolean changes(Expression.Call call) {
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        return CHANGING.contains(name) || BuiltinFunctions.named(name).aggregate();
    }
}
