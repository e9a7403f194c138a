package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rewrites calls as the server's parser does: aliases of functions, default arguments, and short forms. */
public final class CallRewrites {
    private static final char QUOTE = '\'';

    /** The parser keeps only the call of these functions and drops the OVER clause after it. */
    private static final Set<String> WITHOUT_OVER = Set.of(
            "time_slice",
            "date_slice",
            "date_add",
            "adddate",
            "date_sub",
            "subdate",
            "days_sub",
            "element_at",
            "isnull",
            "isnotnull",
            "multiply",
            "divide",
            "int_divide",
            "add",
            "subtract",
            "bitand",
            "bitor",
            "bitxor",
            "str_to_map",
            "connection_id",
            "session_user",
            "session_id",
            "map",
            "substr",
            "substring",
            "dict_mapping");

    private CallRewrites() {}

    /** Whether the parser drops OVER after this call. */
    public static boolean losesOver(Call call) {
        String name = name(call);
        boolean pads = name.equals("lpad") || name.equals("rpad");
        return WITHOUT_OVER.contains(name) || (pads && call.arguments().size() == 2);
    }

    /** Returns the call itself if the parser does not rewrite it. */
    public static Expression of(Call call) {
        List<Expression> arguments = call.arguments();
        int count = arguments.size();
        return switch (name(call)) {
            case "isnull" -> count == 1 ? new Expression.IsNull(false, arguments.get(0), call.span()) : call;
            case "isnotnull" -> count == 1 ? new Expression.IsNull(true, arguments.get(0), call.span()) : call;
            case "element_at" ->
                count == 2 ? new Expression.Subscript(arguments.get(0), arguments.get(1), call.span()) : call;
            case "map" -> count % 2 == 0 ? map(call) : call;
            case "lpad", "rpad" -> count == 2 ? with(call, text(call, " ")) : call;
            case "str_to_map" -> strToMap(call);
            case "time_slice", "date_slice" -> slice(call);
            case "substr", "substring" -> count == 2 || count == 3 ? call : renamed(call, name(call), List.of());
            case "array_generate" -> generate(call);
            case "aes_encrypt", "aes_decrypt" -> encryption(call);
            case "ilike" ->
                renamed(
                        call,
                        "like",
                        arguments.stream().map(CallRewrites::lower).toList());
            case "struct" -> renamed(call, "row", arguments);
            case "boolor_agg" -> renamed(call, "bool_or", arguments);
            case "rlike" -> renamed(call, "regexp", arguments);
            case "transform" -> renamed(call, "array_map", arguments);
            case "encode_row_id" -> renamed(call, "encode_fingerprint_sha256", arguments);
            case "approx_count_distinct_hll_sketch" -> renamed(call, "ds_hll_count_distinct", arguments);
            case "ds_hll_accumulate" ->
                renamed(
                        call,
                        "ds_hll_count_distinct_union",
                        List.of(renamed(call, "ds_hll_count_distinct_state", arguments)));
            case "ds_hll_combine" -> renamed(call, "ds_hll_count_distinct_union", arguments);
            case "ds_hll_estimate" -> renamed(call, "ds_hll_count_distinct_merge", arguments);
            case "array_agg_distinct" ->
                new Call(QualifiedName.of("array_agg"), true, false, false, arguments, call.span());
            case "group_concat" -> with(call, text(call, ","));
            case "date_part" ->
                count == 2 && arguments.get(0) instanceof Expression.Text unit ? datePart(call, unit) : call;
            default -> call;
        };
    }

    public static String name(Call call) {
        return call.function().last().text().toLowerCase(Locale.ROOT);
    }

    public static Call renamed(Call call, String name, List<Expression> arguments) {
        QualifiedName function =
                new QualifiedName(List.of(new Name(name, false, call.function().span())));
        return new Call(function, call.distinct(), call.star(), false, arguments, call.span());
    }

    private static Expression map(Call call) {
        List<Expression.Entry> entries = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i += 2) {
            entries.add(new Expression.Entry(
                    call.arguments().get(i), call.arguments().get(i + 1)));
        }
        return new Expression.MapLiteral(null, entries, call.span());
    }

    private static Expression lower(Expression value) {
        return new Call(QualifiedName.of("lower"), false, false, false, List.of(value), value.span());
    }

    private static Expression strToMap(Call call) {
        return switch (call.arguments().size()) {
            case 1 -> with(call, text(call, ","), text(call, ":"));
            case 2 -> with(call, text(call, ":"));
            default -> call;
        };
    }

    /** The interval may be a plain number of days; the unit and the boundary become separate arguments. */
    private static Expression slice(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 2 && arguments.size() != 3) {
            return call;
        }
        boolean interval = arguments.get(1) instanceof Expression.Interval;
        Expression amount = arguments.get(1) instanceof Expression.Interval in ? in.amount() : arguments.get(1);
        String unit = interval ? ((Expression.Interval) arguments.get(1)).unit() : "day";
        String boundary =
                arguments.size() == 3 && arguments.get(2) instanceof Expression.Boundary said ? said.word() : "floor";
        return renamed(
                call,
                name(call),
                List.of(
                        arguments.get(0),
                        amount,
                        text(call, unit.toLowerCase(Locale.ROOT)),
                        text(call, boundary.toLowerCase(Locale.ROOT))));
    }

    private static Expression generate(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 3 || !(arguments.get(2) instanceof Expression.Interval interval)) {
            return call;
        }
        return renamed(
                call,
                name(call),
                List.of(
                        arguments.get(0),
                        arguments.get(1),
                        interval.amount(),
                        text(call, interval.unit().toLowerCase(Locale.ROOT))));
    }

    private static Expression encryption(Call call) {
        return switch (call.arguments().size()) {
            case 2 -> with(call, new Expression.Null(call.span()), text(call, "AES_128_ECB"));
            case 3 -> with(call, text(call, "AES_128_ECB"));
            default -> call;
        };
    }

    private static Expression datePart(Call call, Expression.Text unit) {
        String function = switch (unit.value().toLowerCase(Locale.ROOT)) {
            case "year", "yy", "yyyy" -> "year";
            case "quarter", "qq", "q" -> "quarter";
            case "month", "mm", "m" -> "month";
            case "day", "dd", "d" -> "day";
            case "hour", "hh" -> "hour";
            case "minute", "mi", "n" -> "minute";
            case "second", "ss", "s" -> "second";
            case "dow" -> "dayofweek";
            case "doy" -> "dayofyear";
            case "week", "wk", "ww" -> "week_iso";
            default -> "date_part";
        };
        return function.equals("date_part")
                ? call
                : renamed(call, function, List.of(call.arguments().get(1)));
    }

    private static Call with(Call call, Expression... more) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        arguments.addAll(List.of(more));
        return new Call(call.function(), call.distinct(), call.star(), call.bare(), arguments, call.span());
    }

    private static Expression text(Call call, String value) {
        return new Expression.Text(value, QUOTE, call.span());
    }
}
