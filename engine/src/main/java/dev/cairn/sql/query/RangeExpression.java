package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.Cursor;
import java.util.Locale;
import java.util.Set;

/** Which expressions the server takes behind PARTITION BY RANGE in place of columns. */
public final class RangeExpression {
    private static final Set<String> FUNCTIONS =
            Set.of("substr", "substring", "from_unixtime", "from_unixtime_ms", "str2date");

    private RangeExpression() {}

    public static void check(Cursor cursor, Expression expression) {
        boolean cast = false;
        Expression inner = expression;
        while (inner instanceof Expression.Cast || inner instanceof Expression.Group) {
            cast |= inner instanceof Expression.Cast;
            inner = inner instanceof Expression.Cast wrapped ? wrapped.value() : ((Expression.Group) inner).inner();
        }
        if (inner instanceof Expression.Call call && !mayPartition(call, cast)) {
            cursor.refuse("Unsupported expr '" + cursor.textAt(call.span()) + "' in PARTITION BY clause", call.span());
        }
    }

    private static boolean mayPartition(Expression.Call call, boolean cast) {
        String name = call.function().toString().toLowerCase(Locale.ROOT);
        if (!FUNCTIONS.contains(name)
                || call.arguments().isEmpty()
                || !(call.arguments().get(0) instanceof Expression.Reference)) {
            return false;
        }
        boolean fromUnixTime = name.startsWith("from_unixtime");
        return !fromUnixTime || (!cast && call.arguments().size() == 1);
    }
}
