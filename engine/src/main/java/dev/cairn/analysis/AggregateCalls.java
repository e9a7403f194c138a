package dev.cairn.analysis;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Substitution;
import java.util.Locale;

/** Calls of functions whose result is one of many rows. */
public final class AggregateCalls {
    private AggregateCalls() {}

    public static boolean areIn(Expression expression) {
        boolean[] found = new boolean[1];
        Substitution.in(expression, part -> {
            found[0] |= isOne(part);
            return part;
        });
        return found[0];
    }

    private static boolean isOne(Expression expression) {
        if (expression instanceof Expression.Call call) {
            String name = call.function().last().text().toLowerCase(Locale.ROOT);
            return Functions.named(name).aggregate();
        }
        return expression instanceof Expression.Aggregated;
    }
}
