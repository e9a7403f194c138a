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
            found[0] |= part instanceof Expression.Aggregated
                    || part instanceof Expression.Call call
                            && Functions.named(call.function().last().text().toLowerCase(Locale.ROOT))
                                    .aggregate();
            return part;
        });
        return found[0];
    }
}
