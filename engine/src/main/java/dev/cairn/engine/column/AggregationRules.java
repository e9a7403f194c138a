package dev.cairn.engine.column;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;

/** Defines which aggregate functions are valid for which types. */
public final class AggregationRules {
    private static final int WIDEST_SUM = 38;

    private AggregationRules() {}

    public static boolean takes(Aggregation.Function function, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return switch (function) {
            case SUM -> canSum(primitive);
            case MIN, MAX -> canCompare(primitive);
            case REPLACE -> true;
            case REPLACE_IF_NOT_NULL ->
                TypeTraits.isComplex(type) || (primitive != PrimitiveType.HLL && primitive != PrimitiveType.PERCENTILE);
            case HLL_UNION -> primitive == PrimitiveType.HLL;
            case BITMAP_UNION -> primitive == PrimitiveType.BITMAP;
            case PERCENTILE_UNION -> primitive == PrimitiveType.PERCENTILE;
        };
    }

    /** The type of a SUM column: a sum of decimals gets the maximum precision, so that it does not overflow. */
    public static Type widened(Type type) {
        return type instanceof Decimal decimal && decimal.kind() != Decimal.Kind.DECIMALV2
                ? new Decimal(Decimal.Kind.DECIMAL128, WIDEST_SUM, decimal.scale())
                : type;
    }

    private static boolean canSum(PrimitiveType type) {
        return switch (type) {
            case INT, BIGINT, LARGEINT, FLOAT, DOUBLE, DECIMALV2, DECIMAL64, DECIMAL128 -> true;
            default -> false;
        };
    }

    private static boolean canCompare(PrimitiveType type) {
        return (type.isNumeric() && type != PrimitiveType.DECIMAL256) || type.isDate() || type.isCharacters();
    }
}
