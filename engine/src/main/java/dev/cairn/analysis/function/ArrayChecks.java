package dev.cairn.analysis.function;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** Checks of array functions: their arguments must be arrays. */
final class ArrayChecks {
    private static final Type BOOLEANS = new Type.Array(TypeConstants.BOOLEAN);

    private ArrayChecks() {}

    static void check(Invocation call) {
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
                    throw ExpressionRefusals.at(call.place(), call.name() + " should have only two inputs");
                }
                all(call);
            }
            case "array_intersect", "array_concat" -> {
                some(call);
                all(call);
            }
            case "array_contains", "array_append", "array_join", "array_position", "array_remove", "array_slice" -> {
                some(call);
                if (!ArgumentChecks.isArrayOrNull(call.type(0))) {
                    throw ExpressionRefusals.at(
                            call.place(), "The first input of " + call.name() + " should be an array");
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
            throw ExpressionRefusals.at(call.place(), call.name() + " should have only one input");
        }
        if (!ArgumentChecks.isArrayOrNull(call.type(0))) {
            throw ExpressionRefusals.at(
                    call.place(),
                    "The only one input of " + call.name() + " should be an array, rather than "
                            + TypeText.shown(call.type(0)));
        }
    }

    private static void some(Invocation call) {
        if (call.count() == 0) {
            throw ExpressionRefusals.at(call.place(), call.name() + " should have at least one input.");
        }
    }

    private static void all(Invocation call) {
        for (int i = 0; i < call.count(); i++) {
            if (!ArgumentChecks.isArrayOrNull(call.type(i))) {
                throw ExpressionRefusals.at(
                        call.place(),
                        (i + 1) + "-th input of " + call.name() + " should be an array, rather than "
                                + TypeText.shown(call.type(i)));
            }
        }
    }

    private static void filter(Invocation call, boolean map) {
        if (call.count() != 2) {
            String words = map
                    ? " should have 2 inputs, but there are just "
                    : " should have 2 array inputs or lambda functions, but really have ";
            throw ExpressionRefusals.at(call.place(), call.name() + words + call.count() + " inputs");
        }
        boolean first = map ? call.type(0) instanceof Type.Map : call.type(0) instanceof Type.Array;
        if (!first && !call.type(0).equals(TypeConstants.NULL)) {
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + "'s first input should be " + (map ? "a map" : "an array")
                            + " or a lambda function, but real type is " + TypeText.shown(call.type(0)));
        }
        booleans(call, 1, "'s second input");
    }

    private static void match(Invocation call) {
        if (call.count() != 1) {
            throw ExpressionRefusals.at(call.place(), call.name() + " should have a input array");
        }
        booleans(call, 0, "'s input");
    }

    private static void booleans(Invocation call, int index, String which) {
        Type type = call.type(index);
        if (!ArgumentChecks.isArrayOrNull(type)) {
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + which + " should be an array, but real type is " + TypeText.shown(type));
        }
        if (!Casts.isPossible(type, BOOLEANS)) {
            throw ExpressionRefusals.at(
                    call.place(), call.name() + which + " can't cast from " + TypeText.shown(type) + " to ARRAY<BOOL>");
        }
    }

    private static void sort(Invocation call) {
        if (call.count() < 2) {
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + " should have at least 2 inputs inputs or lambda functions, but really have "
                            + call.count() + " inputs");
        }
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean array = type instanceof Type.Array || (call.count() == 2 && type.equals(TypeConstants.NULL));
            if (!array) {
                throw ExpressionRefusals.at(
                        call.place(), "function args must be array, but real type is " + TypeText.shown(type));
            }
            if (call.count() > 2 && !TypeTraits.canOrder(type)) {
                throw ExpressionRefusals.at(
                        call.place(),
                        "function args must be can be order by orderable type or json type, but real type is "
                                + TypeText.shown(type));
            }
        }
    }

    private static void flatten(Invocation call) {
        one(call);
        if (call.type(0) instanceof Type.Array array && !(array.element() instanceof Type.Array)) {
            throw ExpressionRefusals.at(
                    call.place(),
                    "The only one input of " + call.name() + " should be an array of arrays, rather than "
                            + TypeText.shown(call.type(0)));
        }
    }

    private static void generate(Invocation call) {
        if (call.count() < 1 || call.count() > 4) {
            throw Refusal.analysis(Span.NONE, call.name() + " has wrong input numbers");
        }
        if (ofDates(call)) {
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
            throw ExpressionRefusals.at(
                    call.place(), call.name() + " requires step parameter must be a constant integer");
        }
        if (step < 0) {
            throw ExpressionRefusals.at(call.place(), call.name() + " requires step parameter must be non-negative");
        }
    }

    /** Whether a series is one of dates, which takes a unit; a series of numbers takes none. */
    static boolean ofDates(Invocation call) {
        return call.count() >= 2 && (isDate(call.type(0)) || isDate(call.type(1)));
    }

    private static boolean isDate(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isDate() || primitive.isCharacters();
    }
}
