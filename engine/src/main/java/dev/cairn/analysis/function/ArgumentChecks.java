package dev.cairn.analysis.function;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The server's checks of a function's arguments before it resolves a signature. */
public final class ArgumentChecks {
    private static final int WITH_AUTHENTICATED_DATA = 5;

    private static final Type BOOLEANS = new Type.Array(TypeConstants.BOOLEAN);

    private ArgumentChecks() {}

    public static void check(Invocation call) {
        switch (call.name()) {
            case "aes_encrypt", "aes_decrypt" -> encryption(call);
            case "time_slice", "date_slice" -> slice(call);
            case "group_concat", "array_agg" -> gathering(call);
            case "named_struct" -> fields(call);
            case "row" -> atLeast(call, 1, " should have at least one input.");
            case "field" -> {
                if (call.count() < 2) {
                    throw Refusal.analysis(
                            Span.NONE, "Incorrect parameter count in the call to native function 'field'");
                }
            }
            case "is_role_in_session" -> role(call);
            default -> array(call);
        }
    }

    private static void encryption(Invocation call) {
        if (call.count() == WITH_AUTHENTICATED_DATA
                && call.argument(3) instanceof Expression.Text mode
                && !mode.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw call.refusal(call.name() + " with 5 parameters requires GCM mode to use AAD parameter, but got mode: "
                    + mode.value().toUpperCase(Locale.ROOT)
                    + ". Only GCM modes (AES_128_GCM, AES_192_GCM, AES_256_GCM) support AAD parameter.");
        }
    }

    private static void slice(Invocation call) {
        Long interval = LiteralTypes.integer(call.argument(1));
        if (interval == null) {
            throw call.refusal(call.name() + " requires second parameter must be a constant interval");
        }
        if (interval <= 0) {
            throw call.refusal(call.name() + " requires second parameter must be greater than 0");
        }
    }

    private static void gathering(Invocation call) {
        atLeast(call, 1, " should have at least one input");
        int values = call.count() - call.orderings();
        if (call.name().equals("group_concat")) {
            if (values < 2) {
                throw call.refusal(call.name() + " should have output expressions before [ORDER BY]");
            }
            if (call.distinct() && !ConstantExpressions.isConstant(call.argument(values - 1))) {
                throw call.refusal(call.name() + " distinct should use constant separator");
            }
        } else if (values != 1) {
            throw call.refusal(call.name() + " should have exact one output expressions before [ORDER BY]");
        }
        for (int i = values; i < call.count(); i++) {
            if (!TypeTraits.canOrder(call.type(i))) {
                throw call.refusal(call.name() + " can't support order by the " + i + "-th input with type of "
                        + TypeText.shown(call.type(i)));
            }
        }
    }

    private static void fields(Invocation call) {
        atLeast(call, 2, " should have at least two inputs");
        if (call.count() % 2 != 0) {
            throw call.refusal(call.name() + " arguments must be in name/value pairs");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < call.count(); i += 2) {
            if (!(call.argument(i) instanceof Expression.Text name)) {
                throw call.refusal("The " + (i + 1) + "-th input of named_struct must be string literal");
            }
            if (!seen.add(name.value().toLowerCase(Locale.ROOT))) {
                throw call.refusal("named_struct contains duplicate subfield name: " + name.value() + " at " + (i + 1)
                        + "-th input");
            }
        }
    }

    private static void role(Invocation call) {
        if (call.count() != 1) {
            throw Refusal.analysis(Span.NONE, "IS_ROLE_IN_SESSION currently only supports a single parameter");
        }
        if (!(call.argument(0) instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, "IS_ROLE_IN_SESSION currently only supports constant parameters");
        }
    }

    private static void atLeast(Invocation call, int count, String words) {
        if (call.count() < count) {
            throw call.refusal(call.name() + words);
        }
    }

    private static boolean isArrayOrNull(Type type) {
        return type instanceof Type.Array || PrimitiveType.of(type) == PrimitiveType.NULL_TYPE;
    }

    /** Checks the arguments of array functions. */
    private static void array(Invocation call) {
        switch (call.name()) {
            case "array_avg",
                    "array_max",
                    "array_min",
                    "array_sort",
                    "array_sum",
                    "array_cum_sum",
                    "array_difference",
                    "array_distinct",
                    "array_length",
                    "array_to_bitmap" -> one(call);
            case "array_contains_all", "array_contains_seq", "arrays_overlap" -> {
                if (call.count() != 2) {
                    throw call.refusal(call.name() + " should have only two inputs");
                }
                all(call);
            }
            case "array_intersect", "array_concat" -> {
                some(call);
                all(call);
            }
            case "array_contains", "array_append", "array_join", "array_position", "array_remove", "array_slice" -> {
                some(call);
                if (!isArrayOrNull(call.type(0))) {
                    throw call.refusal("The first input of " + call.name() + " should be an array");
                }
            }
            case "array_filter" -> filter(call, false);
            case "map_filter" -> filter(call, true);
            case "all_match", "any_match" -> match(call);
            case "array_sortby" -> sort(call);
            case "array_flatten" -> flatten(call);
            case "array_generate" -> generate(call);
            default -> {}
        }
    }

    private static void one(Invocation call) {
        if (call.count() != 1) {
            throw call.refusal(call.name() + " should have only one input");
        }
        if (!isArrayOrNull(call.type(0))) {
            throw call.refusal("The only one input of " + call.name() + " should be an array, rather than "
                    + TypeText.shown(call.type(0)));
        }
    }

    private static void some(Invocation call) {
        if (call.count() == 0) {
            throw call.refusal(call.name() + " should have at least one input.");
        }
    }

    private static void all(Invocation call) {
        for (int i = 0; i < call.count(); i++) {
            if (!isArrayOrNull(call.type(i))) {
                throw call.refusal((i + 1) + "-th input of " + call.name() + " should be an array, rather than "
                        + TypeText.shown(call.type(i)));
            }
        }
    }

    private static void filter(Invocation call, boolean map) {
        if (call.count() != 2) {
            String words = map
                    ? " should have 2 inputs, but there are just "
                    : " should have 2 array inputs or lambda functions, but really have ";
            throw call.refusal(call.name() + words + call.count() + " inputs");
        }
        boolean first = map ? call.type(0) instanceof Type.Map : call.type(0) instanceof Type.Array;
        if (!first && !call.type(0).equals(TypeConstants.NULL)) {
            throw call.refusal(call.name() + "'s first input should be " + (map ? "a map" : "an array")
                    + " or a lambda function, but real type is " + TypeText.shown(call.type(0)));
        }
        booleans(call, 1, "'s second input");
    }

    private static void match(Invocation call) {
        if (call.count() != 1) {
            throw call.refusal(call.name() + " should have a input array");
        }
        booleans(call, 0, "'s input");
    }

    private static void booleans(Invocation call, int index, String which) {
        Type type = call.type(index);
        if (!isArrayOrNull(type)) {
            throw call.refusal(call.name() + which + " should be an array, but real type is " + TypeText.shown(type));
        }
        if (!Casts.isPossible(type, BOOLEANS)) {
            throw call.refusal(call.name() + which + " can't cast from " + TypeText.shown(type) + " to ARRAY<BOOL>");
        }
    }

    private static void sort(Invocation call) {
        if (call.count() < 2) {
            throw call.refusal(
                    call.name() + " should have at least 2 inputs inputs or lambda functions, but really have "
                            + call.count() + " inputs");
        }
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean array = type instanceof Type.Array || (call.count() == 2 && type.equals(TypeConstants.NULL));
            if (!array) {
                throw call.refusal("function args must be array, but real type is " + TypeText.shown(type));
            }
            if (call.count() > 2 && !TypeTraits.canOrder(type)) {
                throw call.refusal(
                        "function args must be can be order by orderable type or json type, but real type is "
                                + TypeText.shown(type));
            }
        }
    }

    private static void flatten(Invocation call) {
        one(call);
        if (call.type(0) instanceof Type.Array array && !(array.element() instanceof Type.Array)) {
            throw call.refusal("The only one input of " + call.name() + " should be an array of arrays, rather than "
                    + TypeText.shown(call.type(0)));
        }
    }

    private static void generate(Invocation call) {
        if (call.count() < 1 || call.count() > 4) {
            throw Refusal.analysis(Span.NONE, call.name() + " has wrong input numbers");
        }
        if (isSeriesOfDates(call)) {
            generateDates(call);
            return;
        }
        if (call.count() == 4) {
            throw Refusal.analysis(Span.NONE, call.name() + " step param has wrong input type");
        }
        for (int i = 0; i < call.count(); i++) {
            if (call.argument(i) instanceof Expression.Reference && call.count() != 3) {
                throw Refusal.analysis(Span.NONE, call.name() + " with IntColumn doesn't support default parameters");
            }
            if (!PrimitiveType.of(call.type(i)).isFixedPoint() && !call.type(i).equals(TypeConstants.NULL)) {
                throw Refusal.analysis(Span.NONE, call.name() + "'s parameter only support Integer");
            }
        }
    }

    private static void generateDates(Invocation call) {
        if (call.count() < 3) {
            return;
        }
        Long step = LiteralTypes.integer(call.argument(2));
        if (step == null) {
            throw call.refusal(call.name() + " requires step parameter must be a constant integer");
        }
        if (step < 0) {
            throw call.refusal(call.name() + " requires step parameter must be non-negative");
        }
    }

    /** Whether a series is one of dates, which takes a unit; a series of numbers takes none. */
    static boolean isSeriesOfDates(Invocation call) {
        return call.count() >= 2 && (isDate(call.type(0)) || isDate(call.type(1)));
    }

    private static boolean isDate(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isDate() || primitive.isCharacters();
    }
}
