package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.function.UnaryOperator;
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

    /** Returns the name of the DuckDB type; refuses a type for which there is no representation. */
    public static String typeName(Type type) {
        return typeName(type, UnaryOperator.identity());
    }

    private static String typeName(Type type, UnaryOperator<Type> scalarMapping) {
        if (type instanceof Type.Array array) {
            return typeName(array.element(), scalarMapping) + "[]";
        }
        if (type instanceof Type.Map map) {
            return "STRUCT(\"key\" " + typeName(map.key(), scalarMapping) + ", \"value\" "
                    + typeName(map.value(), scalarMapping) + ")[]";
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream()
                    .map(field -> DuckDbQuoting.quoteName(field.name()) + " " + typeName(field.type(), scalarMapping))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        Type scalarType = scalarMapping.apply(type);
        return scalarType instanceof Type.Decimal decimal ? decimalTypeName(decimal) : scalarTypeName(scalarType);
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

    /** Returns the name of the DuckDB type of calculated values, whose decimals may have all digits their bits hold. */
    public static String calculatedTypeName(Type type) {
        return typeName(type, DuckDbType::withFullPrecision);
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
