package dev.cairn.engine;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Aggregation;
import dev.cairn.sql.Span;
import dev.cairn.sql.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The types in which the states of generic aggregate functions are kept. Most states are opaque bytes; those whose state
 * is a plain value keep it as such.
 */
final class StateTypes {
    /** Without a state that could be stored, or with no use for one. */
    private static final Set<String> REFUSED = Set.of(
            "group_concat",
            "count_if",
            "hll_raw",
            "flat_json_meta",
            "exchange_bytes",
            "exchange_speed",
            "first_value_rewrite",
            "histogram",
            "histogram_hll_ndv",
            "dict_merge",
            "ds_hll_accumulate",
            "ds_hll_combine",
            "ds_hll_estimate",
            "window_funnel",
            "approx_top_k",
            "intersect_count",
            "lc_percentile_disc",
            "map_agg",
            "sum_map");

    private StateTypes() {}

    static Type of(ServerProfile profile, Aggregation.State state, Span at) {
        String function = state.function().toLowerCase(Locale.ROOT);
        if (REFUSED.contains(function)) {
            throw Refusal.syntax(at, "AggStateType function " + state.function() + " is not supported");
        }
        List<Type> arguments = state.arguments().stream()
                .map(argument -> StoredTypes.of(profile, argument.type(), at))
                .toList();
        for (Type argument : arguments) {
            Primitive primitive = Primitive.of(argument);
            if (primitive == Primitive.TIME || primitive.isMetric() || primitive == Primitive.DECIMALV2) {
                throw Refusal.syntax(
                        at,
                        "AggStateType function " + state.function() + " with input "
                                + arguments.stream().map(TypeText::named).toList() + " has unsupported type");
            }
        }
        return arguments.isEmpty() ? opaque() : of(function, arguments);
    }

    private static Type of(String function, List<Type> arguments) {
        Type first = arguments.get(0);
        return switch (function) {
            case "count", "retention" -> scalar(Type.Scalar.Kind.BIGINT);
            case "sum" -> sum(first);
            case "min", "max", "any_value", "array_unique_agg" -> value(first);
            case "array_agg" -> lists(arguments);
            case "array_agg_distinct" -> new Type.Array(value(first));
            case "bitmap_agg", "bitmap_union_int" -> scalar(Type.Scalar.Kind.BITMAP);
            default -> opaque();
        };
    }

    /** A list of values for each argument. */
    private static Type lists(List<Type> arguments) {
        List<Type.Field> fields = new ArrayList<>(arguments.size());
        for (Type argument : arguments) {
            fields.add(new Type.Field("col" + (fields.size() + 1), new Type.Array(value(argument))));
        }
        return new Type.Struct(fields);
    }

    /** A count of nothing is 0; every other state may be missing. */
    static boolean isNullable(Aggregation.State state) {
        return !state.function().equalsIgnoreCase("count");
    }

    private static Type sum(Type type) {
        if (type instanceof Type.Decimal decimal) {
            return new Type.Decimal(
                    decimal.kind() == Type.Decimal.Kind.DECIMAL256
                            ? Type.Decimal.Kind.DECIMAL256
                            : Type.Decimal.Kind.DECIMAL128,
                    decimal.kind() == Type.Decimal.Kind.DECIMAL256 ? DecimalClass.LARGEST : 38,
                    decimal.scale());
        }
        Primitive primitive = Primitive.of(type);
        if (primitive.isFloatingPoint()) {
            return scalar(Type.Scalar.Kind.DOUBLE);
        }
        if (primitive == Primitive.LARGEINT) {
            return type;
        }
        return primitive.isInteger() || primitive == Primitive.BOOLEAN
                ? scalar(Type.Scalar.Kind.BIGINT)
                : scalar(Type.Scalar.Kind.DOUBLE);
    }

    private static Type value(Type type) {
        if (type instanceof Type.Array array) {
            return new Type.Array(value(array.element()));
        }
        return type instanceof Type.Text text && text.length() == Type.Text.UNSAID
                ? new Type.Text(text.kind(), 1048576)
                : type;
    }

    private static Type opaque() {
        return new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);
    }

    private static Type scalar(Type.Scalar.Kind kind) {
        return new Type.Scalar(kind);
    }
}
