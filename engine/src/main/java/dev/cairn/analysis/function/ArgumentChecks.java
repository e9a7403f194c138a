package dev.cairn.analysis.function;

import dev.cairn.analysis.type.Casts;
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
public record ArgumentChecks(Invocation call) {
    private static final int WITH_AUTHENTICATED_DATA = 5;

    private static final Type BOOLEANS = new Type.Array(TypeConstants.BOOLEAN);

    public void check() {
        switch (call.name()) {
            case "aes_encrypt", "aes_decrypt" -> encryption();
            case "time_slice", "date_slice" -> slice();
            case "group_concat", "array_agg" -> gathering();
            case "named_struct" -> fields();
            case "row" -> atLeast(1, FunctionRule.NO_INPUT);
            case "field" -> {
                if (call.count() < 2) {
                    throw Refusal.analysis(Span.NONE, FunctionRule.FIELD_ARGUMENT_COUNT);
                }
            }
            case "is_role_in_session" -> role();
            default -> array();
        }
    }

    private void encryption() {
        if (call.count() == WITH_AUTHENTICATED_DATA
                && call.argument(3) instanceof Expression.Text mode
                && !mode.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw call.refusal(
                    FunctionRule.AAD_WITHOUT_GCM_MODE, call.name(), mode.value().toUpperCase(Locale.ROOT));
        }
    }

    private void slice() {
        Long interval = call.argument(1).integerValue();
        if (interval == null) {
            throw call.refusal(FunctionRule.INTERVAL_NOT_CONSTANT, call.name());
        }
        if (interval <= 0) {
            throw call.refusal(FunctionRule.INTERVAL_NOT_POSITIVE, call.name());
        }
    }

    private void gathering() {
        atLeast(1, FunctionRule.NO_INPUTS);
        int values = call.count() - call.orderings();
        if (call.name().equals("group_concat")) {
            if (values < 2) {
                throw call.refusal(FunctionRule.NO_OUTPUT_BEFORE_ORDER_BY, call.name());
            }
            if (call.distinct() && !ConstantExpressions.isConstant(call.argument(values - 1))) {
                throw call.refusal(FunctionRule.SEPARATOR_NOT_CONSTANT, call.name());
            }
        } else if (values != 1) {
            throw call.refusal(FunctionRule.NOT_ONE_OUTPUT_BEFORE_ORDER_BY, call.name());
        }
        for (int i = values; i < call.count(); i++) {
            if (!TypeTraits.canOrder(call.type(i))) {
                throw call.refusal(FunctionRule.CANNOT_ORDER_BY_INPUT, call.name(), i, TypeText.shown(call.type(i)));
            }
        }
    }

    private void fields() {
        atLeast(2, FunctionRule.FEWER_THAN_TWO_VALUES);
        if (call.count() % 2 != 0) {
            throw call.refusal(FunctionRule.ARGUMENTS_NOT_IN_PAIRS, call.name());
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < call.count(); i += 2) {
            if (!(call.argument(i) instanceof Expression.Text name)) {
                throw call.refusal(FunctionRule.NAMED_STRUCT_NAME_NOT_LITERAL, i + 1);
            }
            if (!seen.add(name.value().toLowerCase(Locale.ROOT))) {
                throw call.refusal(FunctionRule.NAMED_STRUCT_FIELD_REPEATED, name.value(), i + 1);
            }
        }
    }

    private void role() {
        if (call.count() != 1) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_PARAMETER_COUNT);
        }
        if (!(call.argument(0) instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_NOT_CONSTANT);
        }
    }

    private void atLeast(int count, FunctionRule rule) {
        if (call.count() < count) {
            throw call.refusal(rule, call.name());
        }
    }

    private static boolean isArrayOrNull(Type type) {
        return type instanceof Type.Array || PrimitiveType.of(type) == PrimitiveType.NULL_TYPE;
    }

    /** Checks the arguments of array functions. */
    private void array() {
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
                    "array_to_bitmap" -> one();
            case "array_contains_all", "array_contains_seq", "arrays_overlap" -> {
                if (call.count() != 2) {
                    throw call.refusal(FunctionRule.NOT_TWO_INPUTS, call.name());
                }
                all();
            }
            case "array_intersect", "array_concat" -> {
                some();
                all();
            }
            case "array_contains", "array_append", "array_join", "array_position", "array_remove", "array_slice" -> {
                some();
                if (!isArrayOrNull(call.type(0))) {
                    throw call.refusal(FunctionRule.FIRST_INPUT_NOT_ARRAY, call.name());
                }
            }
            case "array_filter" -> filter(false);
            case "map_filter" -> filter(true);
            case "all_match", "any_match" -> match();
            case "array_sortby" -> sort();
            case "array_flatten" -> flatten();
            case "array_generate" -> generate();
            default -> {}
        }
    }

    private void one() {
        if (call.count() != 1) {
            throw call.refusal(FunctionRule.NOT_ONE_INPUT, call.name());
        }
        if (!isArrayOrNull(call.type(0))) {
            throw call.refusal(FunctionRule.ONLY_INPUT_NOT_ARRAY, call.name(), TypeText.shown(call.type(0)));
        }
    }

    private void some() {
        if (call.count() == 0) {
            throw call.refusal(FunctionRule.NO_INPUT, call.name());
        }
    }

    private void all() {
        for (int i = 0; i < call.count(); i++) {
            if (!isArrayOrNull(call.type(i))) {
                throw call.refusal(FunctionRule.INPUT_NOT_ARRAY, i + 1, call.name(), TypeText.shown(call.type(i)));
            }
        }
    }

    private void filter(boolean map) {
        if (call.count() != 2) {
            String words = map
                    ? " should have 2 inputs, but there are just "
                    : " should have 2 array inputs or lambda functions, but really have ";
            throw call.refusal(FunctionRule.INPUT_COUNT, call.name() + words + call.count());
        }
        boolean first = map ? call.type(0) instanceof Type.Map : call.type(0) instanceof Type.Array;
        if (!first && !call.type(0).equals(TypeConstants.NULL)) {
            throw call.refusal(
                    FunctionRule.FIRST_INPUT_NOT_COLLECTION_OR_LAMBDA,
                    call.name(),
                    map ? "a map" : "an array",
                    TypeText.shown(call.type(0)));
        }
        booleans(1, "'s second input");
    }

    private void match() {
        if (call.count() != 1) {
            throw call.refusal(FunctionRule.NO_INPUT_ARRAY, call.name());
        }
        booleans(0, "'s input");
    }

    private void booleans(int index, String which) {
        Type type = call.type(index);
        if (!isArrayOrNull(type)) {
            throw call.refusal(FunctionRule.ARRAY_EXPECTED, call.name() + which, TypeText.shown(type));
        }
        if (!Casts.isPossible(type, BOOLEANS)) {
            throw call.refusal(FunctionRule.CANNOT_CAST_TO_BOOLEANS, call.name() + which, TypeText.shown(type));
        }
    }

    private void sort() {
        if (call.count() < 2) {
            throw call.refusal(FunctionRule.FEWER_THAN_TWO_INPUTS, call.name(), call.count());
        }
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean array = type instanceof Type.Array || (call.count() == 2 && type.equals(TypeConstants.NULL));
            if (!array) {
                throw call.refusal(FunctionRule.ARGUMENT_NOT_ARRAY, TypeText.shown(type));
            }
            if (call.count() > 2 && !TypeTraits.canOrder(type)) {
                throw call.refusal(FunctionRule.ARRAY_NOT_ORDERABLE, TypeText.shown(type));
            }
        }
    }

    private void flatten() {
        one();
        if (call.type(0) instanceof Type.Array array && !(array.element() instanceof Type.Array)) {
            throw call.refusal(FunctionRule.ONLY_INPUT_NOT_ARRAY_OF_ARRAYS, call.name(), TypeText.shown(call.type(0)));
        }
    }

    private void generate() {
        if (call.count() < 1 || call.count() > 4) {
            throw Refusal.analysis(Span.NONE, FunctionRule.WRONG_INPUT_COUNT, call.name());
        }
        if (isSeriesOfDates()) {
            generateDates();
            return;
        }
        if (call.count() == 4) {
            throw Refusal.analysis(Span.NONE, FunctionRule.STEP_OF_WRONG_TYPE, call.name());
        }
        for (int i = 0; i < call.count(); i++) {
            if (call.argument(i) instanceof Expression.Reference && call.count() != 3) {
                throw Refusal.analysis(Span.NONE, FunctionRule.NO_DEFAULTS_WITH_COLUMNS, call.name());
            }
            if (!PrimitiveType.of(call.type(i)).isFixedPoint() && !call.type(i).equals(TypeConstants.NULL)) {
                throw Refusal.analysis(Span.NONE, FunctionRule.PARAMETER_NOT_INTEGER, call.name());
            }
        }
    }

    private void generateDates() {
        if (call.count() < 3) {
            return;
        }
        Long step = call.argument(2).integerValue();
        if (step == null) {
            throw call.refusal(FunctionRule.STEP_NOT_CONSTANT, call.name());
        }
        if (step < 0) {
            throw call.refusal(FunctionRule.STEP_NEGATIVE, call.name());
        }
    }

    /** Whether a series is one of dates, which takes a unit; a series of numbers takes none. */
    boolean isSeriesOfDates() {
        return call.count() >= 2 && (isDate(call.type(0)) || isDate(call.type(1)));
    }

    private static boolean isDate(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isDate() || primitive.isCharacters();
    }
}
