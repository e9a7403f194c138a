package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Text;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses a partition expression of a materialized view: a column, or one of three functions of a column. */
public final class MaterializedPartitions {
    private static final Set<String> TRUNCATED_TO = Set.of("minute", "hour", "day", "week", "month", "year");
    private static final Set<String> SLICED_BY = Set.of("minute", "hour", "day", "month", "year");

    private MaterializedPartitions() {}

    public static Expression expression(Cursor cursor, ExpressionParser expressions) {
        Expression by = expressions.primary();
        check(cursor, by);
        return by;
    }

    private static void check(Cursor cursor, Expression by) {
        if (by instanceof Expression.Reference) {
            return;
        }
        String refused = "Unsupported expr '" + cursor.textAt(by.span()) + "' in PARTITION BY clause";
        if (!(by instanceof Call call) || !isSupported(call)) {
            cursor.refuse(refused, by.span());
        } else if (roundsUp(call)) {
            cursor.refuse(refused + ". Automatic partitioning does not support the ceil parameter", by.span());
        }
    }

    private static boolean isSupported(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < 2) {
            return false;
        }
        Expression first = arguments.get(0);
        Expression second = arguments.get(1);
        return switch (name(call)) {
            case "date_trunc" ->
                arguments.size() == 2 && second instanceof Expression.Reference && isOneOf(first, TRUNCATED_TO);
            case "time_slice" -> first instanceof Expression.Reference && isSlice(arguments);
            case "str2date" -> arguments.size() == 2 && first instanceof Expression.Reference && second instanceof Text;
            default -> false;
        };
    }

    /**
     * Returns whether the arguments are {@code INTERVAL 5 MINUTE}, {@code 5, 'minute', 'floor'}, or a number of days.
     */
    private static boolean isSlice(List<Expression> arguments) {
        Expression amount = arguments.get(1);
        if (amount instanceof Expression.Interval interval) {
            return isInteger(interval.amount())
                    && SLICED_BY.contains(interval.unit().toLowerCase(Locale.ROOT));
        }
        return isInteger(amount) && (arguments.size() < 4 || isOneOf(arguments.get(2), SLICED_BY));
    }

    private static boolean roundsUp(Call call) {
        Expression last = call.arguments().get(call.arguments().size() - 1);
        if (last instanceof Expression.Boundary boundary) {
            return !boundary.word().equalsIgnoreCase("floor");
        }
        return call.arguments().size() == 4
                && last instanceof Text text
                && !text.value().equalsIgnoreCase("floor");
    }

    private static boolean isInteger(Expression expression) {
        return expression instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER;
    }

    private static boolean isOneOf(Expression expression, Set<String> words) {
        return expression instanceof Text text && words.contains(text.value().toLowerCase(Locale.ROOT));
    }

    private static String name(Call call) {
        return call.function().toString().toLowerCase(Locale.ROOT);
    }
}
