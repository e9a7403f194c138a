package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.stream.Collectors;

/**
 * Maps StarRocks types to DuckDB types. A BITMAP is stored as the sorted list of its numbers, an HLL as the list of the
 * hashes added to it, and a PERCENTILE as the list of its values. A map is stored as the list of its entries, because
 * keys may be NULL. A TIME is stored as its seconds, a JSON document as its text in the server's form, a VARIANT as its
 * hexadecimal digits, and a decimal of more than 38 digits as a {@link WideDecimal}.
 */
public final class DuckDbType {
    public static final String NUMBER_LIST_TYPE = "UBIGINT[]";

    /** The digits that a DECIMALV2 has after the decimal point, regardless of its declaration. */
    static final int DECIMALV2_SCALE = 9;

    private DuckDbType() {}

    /** Returns the number of digits after the decimal point; 0 for a type that is not a decimal. */
    public static int decimalScale(Type type) {
        if (!(type instanceof Type.Decimal decimal)) {
            return 0;
        }
        return decimal.kind() == Type.Decimal.Kind.DECIMALV2 ? DECIMALV2_SCALE : decimal.scale();
    }

    /** Returns the number of bits of an integer type; 128 for any other type. */
    public static int countBits(PrimitiveType integer) {
        return switch (integer) {
            case TINYINT -> Byte.SIZE;
            case SMALLINT -> Short.SIZE;
            case INT -> Integer.SIZE;
            case BIGINT -> Long.SIZE;
            default -> 2 * Long.SIZE;
        };
    }

    /**
     * Returns the name of the DuckDB type; refuses a type for which there is no representation. A decimal within a
     * nested type may have all digits that its bits hold, because a server checks the precision of a decimal only where
     * it stores one in a column of its own.
     */
    public static String typeName(Type type) {
        if (type instanceof Type.Array array) {
            return calculatedTypeName(array.element()) + "[]";
        }
        if (type instanceof Type.Map map) {
            return "STRUCT(\"key\" " + calculatedTypeName(map.key()) + ", \"value\" " + calculatedTypeName(map.value())
                    + ")[]";
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream()
                    .map(field -> DuckDbQuoting.quoteName(field.name()) + " " + calculatedTypeName(field.type()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        return type instanceof Type.Decimal decimal ? decimalTypeName(decimal) : scalarTypeName(type);
    }

    /** Returns the name of the DuckDB type of calculated values, whose decimals may have all digits their bits hold. */
    public static String calculatedTypeName(Type type) {
        return typeName(withFullPrecision(type));
    }

    /**
     * Returns a nested type in which each decimal has the maximum precision that its bits allow; any other type is
     * returned unchanged.
     */
    static Type withFullNestedPrecision(Type type) {
        if (type instanceof Type.Array array) {
            return new Type.Array(withFullPrecisionEverywhere(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(withFullPrecisionEverywhere(map.key()), withFullPrecisionEverywhere(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            return new Type.Struct(struct.fields().stream()
                    .map(field -> new Type.Field(field.name(), withFullPrecisionEverywhere(field.type())))
                    .toList());
        }
        return type;
    }

    private static Type withFullPrecisionEverywhere(Type type) {
        return withFullPrecision(withFullNestedPrecision(type));
    }

    /**
     * Returns a decimal type with the maximum precision that its bits allow; any other type, including DECIMALV2, is
     * returned unchanged.
     */
    public static Type withFullPrecision(Type type) {
        int digits = switch (PrimitiveType.of(type)) {
            case DECIMAL32 -> 9;
            case DECIMAL64 -> 18;
            case DECIMAL128 -> 38;
            case DECIMAL256 -> WideDecimal.MAX_DIGITS;
            default -> 0;
        };
        return digits > 0 && type instanceof Type.Decimal decimal
                ? new Type.Decimal(decimal.kind(), digits, decimal.scale())
                : type;
    }

    private static String decimalTypeName(Type.Decimal decimal) {
        if (decimal.kind() == Type.Decimal.Kind.DECIMALV2) {
            return "DECIMAL(27, " + DECIMALV2_SCALE + ")";
        }
        if (WideDecimal.isWide(decimal)) {
            return WideDecimal.DUCKDB_TYPE;
        }
        return "DECIMAL(" + Math.max(1, decimal.precision()) + ", " + decimal.scale() + ")"; // 0e0 has no digits
    }

    private static String scalarTypeName(Type type) {
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN, NULL_TYPE -> "BOOLEAN";
            case TINYINT -> "TINYINT";
            case SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT, TIME -> "BIGINT";
            case LARGEINT -> "HUGEINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case DATETIME -> "TIMESTAMP";
            case CHAR, VARCHAR, JSON, VARIANT -> "VARCHAR";
            case VARBINARY -> "BLOB";
            case BITMAP, HLL -> NUMBER_LIST_TYPE;
            case PERCENTILE -> "DOUBLE[]";
            default -> throw UnsupportedFeatureRefusals.createTypeRefusal(TypeFormat.formatForMessages(type));
        };
    }
}
