package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;

/**
 * A decimal with more than 38 digits, which DuckDB does not have. DuckDB stores the digits without the point as a
 * BIGNUM. It can therefore compare, sort, group and sum such decimals; other calculations use their texts.
 */
public final class WideDecimal {
    static final String DUCKDB_TYPE = "BIGNUM";
    /** The digits that 256 bits hold. */
    static final int MAX_DIGITS = 76;

    /** The greatest number of digits of DuckDB's DECIMAL. */
    static final int MAX_DUCKDB_DIGITS = 38;

    private WideDecimal() {}

    /** Returns whether values of a type are wide decimals. */
    public static boolean isWide(Type type) {
        return type instanceof Type.Decimal decimal
                && decimal.kind() != Type.Decimal.Kind.DECIMALV2
                && decimal.precision() > MAX_DUCKDB_DIGITS;
    }

    /** Returns whether values of a DuckDB type contain wide decimals, whose scale is not part of this type. */
    static boolean containsWideDecimal(String duckDbType) {
        return duckDbType.contains(DUCKDB_TYPE);
    }

    /**
     * Returns SQL for the text of a wide decimal.
     *
     * @param sql the SQL of the decimal
     * @param type the type of the decimal
     */
    public static String convertToText(String sql, Type type) {
        return "sr_with_point(CAST(" + sql + " AS VARCHAR), " + ((Type.Decimal) type).scale() + ")";
    }

    /** Returns the SQL condition that a wide decimal has more digits than its type. */
    public static String renderPrecisionExcess(String sql, Type type) {
        return "length(ltrim(CAST(" + sql + " AS VARCHAR), '-')) > " + ((Type.Decimal) type).precision();
    }

    /**
     * Returns SQL that converts a wide decimal to a DOUBLE. As on the server, the digits are rounded before the
     * division.
     */
    static String convertToDouble(String sql, Type type) {
        return "(CAST(CAST(" + sql + " AS VARCHAR) AS DOUBLE) / 1e" + ((Type.Decimal) type).scale() + ")";
    }

    /**
     * Returns SQL that converts a string to a wide decimal; NULL if it is not a number, or has more digits than the
     * type.
     *
     * @param text the SQL of the string
     * @param type a decimal type
     */
    public static String convertFromText(String text, Type type) {
        Type.Decimal decimal = (Type.Decimal) type;
        return convertFromText(text, decimal.precision(), decimal.scale());
    }

    /**
     * Returns SQL that converts a floating-point number to a wide decimal. As on the server, the number is multiplied
     * by a power of ten before the whole part is taken.
     */
    static String convertFromDouble(String sql, Type type) {
        Type.Decimal decimal = (Type.Decimal) type;
        return "CAST(sr_without_point_of_double(CAST(" + sql + " AS DOUBLE), " + decimal.precision() + ", "
                + decimal.scale() + ") AS " + DUCKDB_TYPE + ")";
    }

    /**
     * Returns SQL that converts the text of a calculated number, whose limit is 256 bits, not a number of digits.
     *
     * @param text the SQL of the text
     * @param type a decimal type
     */
    public static String convertFromCalculatedText(String text, Type type) {
        return convertFromText(text, 0, ((Type.Decimal) type).scale());
    }

    private static String convertFromText(String text, int precision, int scale) {
        return "CAST(sr_without_point(" + text + ", " + precision + ", " + scale + ") AS " + DUCKDB_TYPE + ")";
    }
}
