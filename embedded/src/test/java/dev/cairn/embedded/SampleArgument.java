package dev.cairn.embedded;

import dev.cairn.analysis.function.SignatureType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;

/** Values with which any function can be called. */
public final class SampleArgument {
    private SampleArgument() {}

    /**
     * Returns a value for a parameter.
     *
     * @param text the value of a parameter that accepts texts; NULL for any parameter
     */
    public static String of(SignatureType parameter, String text) {
        if (parameter instanceof SignatureType.FixedType fixed) {
            return text.equals("NULL") ? "CAST(NULL AS " + typeName(fixed.type()) + ")" : of(fixed.type(), text);
        }
        return switch ((SignatureType.PolymorphicType) parameter) {
            case ANY -> "1";
            case ARRAY -> "[1]";
            case MAP -> "map{1: 2}";
            case STRUCT -> "row(1)";
        };
    }

    private static String of(Type type, String text) {
        if (type instanceof Type.Array array) {
            return "CAST([" + of(array.element(), text) + "] AS " + typeName(type) + ")";
        }
        return switch (PrimitiveType.of(type)) {
            case CHAR, VARCHAR -> text;
            case VARBINARY -> "to_binary('31')";
            case DATE -> "CAST('2024-05-06' AS DATE)";
            case DATETIME -> "CAST('2024-05-06 07:08:09' AS DATETIME)";
            case TIME -> "CAST('07:08:09' AS TIME)";
            case JSON -> "CAST(" + text + " AS JSON)";
            case BITMAP -> "to_bitmap(1)";
            case HLL -> "hll_hash(1)";
            case PERCENTILE -> "percentile_hash(1)";
            default -> "CAST(1 AS " + typeName(type) + ")";
        };
    }

    /** A decimal parameter without digits accepts any number of them. */
    public static String typeName(Type type) {
        if (type instanceof Type.Array array) {
            return "ARRAY<" + typeName(array.element()) + ">";
        }
        return switch (PrimitiveType.of(type)) {
            case DECIMAL32 -> "DECIMAL(9, 2)";
            case DECIMAL64 -> "DECIMAL(18, 2)";
            case DECIMAL128 -> "DECIMAL(38, 2)";
            case DECIMAL256 -> "DECIMAL(50, 2)";
            default -> TypeFormat.formatForShowColumns(type);
        };
    }
}
