package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Set;

/** The combinators that each aggregate function supports. */
final class CombinatorRules {
    static final Set<String> NEVER = Set.of(
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
            "percentile_disc_lc",
            "map_agg",
            "sum_map");

    private static final Set<String> OF_COMPARABLE =
            Set.of("min", "max", "ndv", "ds_hll_count_distinct", "ds_theta_count_distinct", "approx_count_distinct");

    private CombinatorRules() {}

    static Overloads allowed(String function, boolean condition) {
        return new Overloads(BuiltinFunctions.named(function).signatures().stream()
                .filter(signature -> allows(signature, condition))
                .toList());
    }

    static boolean allows(Signature signature, boolean condition) {
        String function = signature.function();
        boolean aggregate = signature.aggregate() && signature.kind() != Signature.Kind.WINDOW;
        if (!aggregate || NEVER.contains(function)) {
            return false;
        }
        List<SignatureType> parameters = signature.parameters();
        if (parameters.isEmpty()) {
            return condition || !function.equals("count");
        }
        for (SignatureType parameter : parameters) {
            if (!allows(function, parameter)) {
                return false;
            }
        }
        return switch (function) {
            case "max_by", "min_by" ->
                primitive(parameters.get(0)) != PrimitiveType.VARBINARY && isComparable(parameters.get(1));
            case "bitmap_union_int" -> primitive(parameters.get(0)).isInteger();
            default -> true;
        };
    }

    private static boolean allows(String function, SignatureType parameter) {
        PrimitiveType primitive = primitive(parameter);
        if (!isKept(primitive)) {
            return false;
        }
        if (OF_COMPARABLE.contains(function)) {
            return isComparable(parameter);
        }
        boolean calculated = function.equals("sum") || function.equals("avg");
        return !calculated || primitive.isNumeric();
    }

    /** Whether values of this type can be aggregated into states. */
    static boolean isKept(Type type) {
        return isKept(PrimitiveType.of(type));
    }

    private static boolean isKept(PrimitiveType primitive) {
        return primitive != PrimitiveType.TIME && !primitive.isMetric() && primitive != PrimitiveType.DECIMALV2;
    }

    private static boolean isComparable(SignatureType parameter) {
        return parameter instanceof SignatureType.Of of && isComparable(of.type());
    }

    /** Whether the type has an order. Nested types, sketches, documents and binaries have none. */
    static boolean isComparable(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return !type.isComplex()
                && !primitive.isMetric()
                && primitive != PrimitiveType.JSON
                && primitive != PrimitiveType.VARIANT
                && primitive != PrimitiveType.VARBINARY;
    }

    private static PrimitiveType primitive(SignatureType parameter) {
        return parameter instanceof SignatureType.Of of ? PrimitiveType.of(of.type()) : PrimitiveType.INVALID_TYPE;
    }
}
