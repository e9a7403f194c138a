package dev.cairn.engine.expression;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Interval;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Normalizes function calls as the server's parser does: it replaces some by other expressions, and adds default
 * arguments to others.
 */
final class FunctionSpellings {
    private static final Set<String> ABOUT_THE_SESSION = Set.of(
            "CATALOG",
            "DATABASE",
            "SCHEMA",
            "USER",
            "CURRENT_USER",
            "CURRENT_ROLE",
            "CURRENT_GROUP",
            "CURRENT_WAREHOUSE",
            "CONNECTION_ID",
            "SESSION_USER",
            "SESSION_ID");
    private static final Set<String> WITH_UNIT = Set.of("TIMESTAMPADD", "TIMESTAMPDIFF");
    private static final Set<String> OF_TIME =
            Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP");

    /** Keywords of the grammar; the parser converts them to lower case. */
    private static final Set<String> LOWER_CASE = Set.of(
            "char", "day", "hour", "if", "left", "like", "minute", "mod", "month", "quarter", "regexp", "replace",
            "right", "second", "year", "floor", "ceil");

    private static final Set<String> WITH_INTERVAL = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");
    private static final Set<String> SLICES = Set.of("time_slice", "date_slice");

    private static final Map<String, Operator> ARITHMETIC = Map.ofEntries(
            Map.entry("multiply", Operator.TIMES),
            Map.entry("divide", Operator.DIVIDE),
            Map.entry("int_divide", Operator.INT_DIVIDE),
            Map.entry("add", Operator.PLUS),
            Map.entry("subtract", Operator.MINUS),
            Map.entry("bitand", Operator.BIT_AND),
            Map.entry("bitor", Operator.BIT_OR),
            Map.entry("bitxor", Operator.BIT_XOR));

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "rlike", "regexp",
            "struct", "row",
            "boolor_agg", "bool_or",
            "approx_count_distinct_hll_sketch", "ds_hll_count_distinct");

    private FunctionSpellings() {}

    static boolean isNamedInUpperCase(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return ABOUT_THE_SESSION.contains(upper) || WITH_UNIT.contains(upper);
    }

    static Expression read(Expression.Extract extract) {
        return call(extract.field().text(), List.of(extract.value()), extract.span());
    }

    static Expression read(Call call) {
        if (call.function().parts().size() > 1) {
            return call;
        }
        String written = call.function().last().text();
        String upper = written.toUpperCase(Locale.ROOT);
        if (isNamedInUpperCase(written) || OF_TIME.contains(upper)) {
            return call(upper, call.arguments(), call.span());
        }
        String name = written.toLowerCase(Locale.ROOT);
        List<Expression> arguments = call.arguments();
        if (SLICES.contains(name)) {
            return call(written, sliceArguments(arguments, call.span()), call.span());
        }
        return switch (arguments.size()) {
            case 1 -> one(name, call);
            case 2 -> two(name, call);
            default -> renamed(name, call);
        };
    }

    private static Expression one(String name, Call call) {
        Expression argument = call.arguments().get(0);
        return switch (name) {
            case "isnull" -> new Expression.IsNull(false, argument, call.span());
            case "isnotnull" -> new Expression.IsNull(true, argument, call.span());
            case "str_to_map" -> call(name, List.of(argument, text(",", call), text(":", call)), call.span());
            default -> renamed(name, call);
        };
    }

    private static Expression two(String name, Call call) {
        Expression first = call.arguments().get(0);
        Expression second = call.arguments().get(1);
        Operator operator = ARITHMETIC.get(name);
        if (operator != null) {
            return new Binary(operator, first, second, call.span());
        }
        if (WITH_INTERVAL.contains(name)) {
            return call(name, List.of(first, interval(second, call.span())), call.span());
        }
        return switch (name) {
            case "element_at" -> new Expression.Subscript(first, second, call.span());
            case "str_to_map" -> call(name, List.of(first, second, text(":", call)), call.span());
            case "lpad", "rpad" ->
                call(call.function().last().text(), List.of(first, second, text(" ", call)), call.span());
            case "ilike" -> call("like", List.of(lower(first), lower(second)), call.span());
            default -> renamed(name, call);
        };
    }

    private static Expression renamed(String name, Call call) {
        if (name.equals("map") && call.arguments().size() % 2 == 0) {
            return map(call);
        }
        String other = OTHER_NAMES.get(name);
        if (other != null) {
            return call(other, call.arguments(), call.span());
        }
        return LOWER_CASE.contains(name) ? call(name, call.arguments(), call.span()) : call;
    }

    private static Expression map(Call call) {
        List<Expression.Entry> entries = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i += 2) {
            entries.add(new Expression.Entry(
                    call.arguments().get(i), call.arguments().get(i + 1)));
        }
        return new Expression.MapLiteral(null, entries, call.span());
    }

    /** The arguments of a slice: the time, the amount, the unit and the boundary; the last two are texts. */
    private static List<Expression> sliceArguments(List<Expression> arguments, Span span) {
        if (arguments.size() != 2 && arguments.size() != 3) {
            return arguments;
        }
        Interval interval = interval(arguments.get(1), span);
        String end = arguments.size() == 3 && arguments.get(2) instanceof Expression.Boundary boundary
                ? boundary.word().toLowerCase(Locale.ROOT)
                : "floor";
        return List.of(
                arguments.get(0),
                interval.amount(),
                ExpressionNormalization.text(interval.unit().toLowerCase(Locale.ROOT), span),
                ExpressionNormalization.text(end, span));
    }

    /** The interval; a plain number is a number of days. */
    private static Interval interval(Expression expression, Span span) {
        return expression instanceof Interval interval
                ? new Interval(interval.amount(), interval.unit().toUpperCase(Locale.ROOT), interval.span())
                : new Interval(expression, "DAY", span);
    }

    /** The call in the form that is shown with intervals: {@code time_slice(d, INTERVAL 1 day, floor)}. */
    static Call withInterval(Call call) {
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        List<Expression> arguments = call.arguments();
        if (!SLICES.contains(name)
                || arguments.size() != 4
                || !(arguments.get(2) instanceof Expression.Text unit)
                || !(arguments.get(3) instanceof Expression.Text end)) {
            return call;
        }
        return call(
                name,
                List.of(
                        arguments.get(0),
                        new Interval(arguments.get(1), unit.value(), call.span()),
                        new Expression.Boundary(end.value(), call.span())),
                call.span());
    }

    private static Expression lower(Expression argument) {
        return call("lower", List.of(argument), argument.span());
    }

    private static Expression text(String value, Call call) {
        return ExpressionNormalization.text(value, call.span());
    }

    private static Call call(String name, List<Expression> arguments, Span span) {
        return new Call(new QualifiedName(List.of(new Name(name, false, span))), false, false, false, arguments, span);
    }
}
