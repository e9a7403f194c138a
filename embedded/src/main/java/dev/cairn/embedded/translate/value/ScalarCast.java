package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;

/**
 * A cast between types that are not nested. A value that can't be converted becomes NULL, as on backends.
 *
 * @param sql the value to convert
 */
record ScalarCast(String sql, Type sourceType, Type targetType) {
    private static final String WHOLE_NUMBER_REGEX = "'^[\\s\\v]*([+-]?[0-9]+)[\\s\\v]*$'";

    private static final String WORD_REGEX = "'[\\s\\v]*%s[\\s\\v]*'";

    /** The least LARGEINT, to which DuckDB does not convert a floating-point number. */
    private static final String MIN_LARGEINT = "CAST('-170141183460469231731687303715884105728' AS HUGEINT)";

    private static final String NUMBER_REGEX =
            "'^[\\s\\v]*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[\\s\\v]*$'";

    /** The number of digits that a server reads when it converts a string to DECIMALV2. */
    private static final int MAX_DECIMALV2_DIGITS = 38;

    private PrimitiveType sourcePrimitive() {
        return PrimitiveType.of(sourceType);
    }

    private PrimitiveType targetPrimitive() {
        return PrimitiveType.of(targetType);
    }

    private String duckDbType() {
        return DuckDbType.typeName(targetType);
    }

    /** @throws Refusal if the embedded server does not support the conversion */
    String convert() {
        if (targetPrimitive().isCharacterType()) {
            return convertToText();
        }
        if ((WideDecimal.isWide(sourceType) && targetPrimitive() == PrimitiveType.JSON)
                || (sourcePrimitive() == PrimitiveType.JSON && targetPrimitive().isDecimal())) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.CAST_UNSUPPORTED,
                    TypeFormat.formatForMessages(sourceType),
                    TypeFormat.formatForMessages(targetType));
        }
        if (WideDecimal.isWide(sourceType)) {
            return convertFromWideDecimal();
        }
        if (WideDecimal.isWide(targetType)) {
            return sourcePrimitive().isFloatingPoint()
                    ? WideDecimal.convertFromDouble(sql, targetType)
                    : WideDecimal.convertFromText(renderNumberText(), targetType);
        }
        if (targetPrimitive() == PrimitiveType.JSON) {
            return sourcePrimitive().isCharacterType()
                    ? "sr_parse_json(" + sql + ")"
                    : JsonDocumentTranslator.convert(sql, sourceType);
        }
        if (sourcePrimitive() == PrimitiveType.JSON) {
            return convertFromJson();
        }
        if (targetPrimitive().isDateOrDatetime()) {
            return convertToDateOrDatetime();
        }
        if (targetPrimitive() == PrimitiveType.BOOLEAN) {
            return convertToBoolean();
        }
        if (targetPrimitive() == PrimitiveType.VARBINARY) {
            return "sr_bytes(" + convertToText() + ")";
        }
        if (targetPrimitive() == PrimitiveType.TIME) {
            return convertToTime();
        }
        if (targetPrimitive() == PrimitiveType.BITMAP && sourcePrimitive().isCharacterType()) {
            return "sr_bitmap(" + sql + ")";
        }
        if (targetPrimitive().isNumeric()) {
            return convertToNumber();
        }
        throw UnsupportedFeatureRefusals.createTypeRefusal(
                TypeFormat.formatForMessages(sourceType) + " as " + TypeFormat.formatForMessages(targetType));
    }

    private String convertFromWideDecimal() {
        String text = convertToText();
        if (WideDecimal.isWide(targetType)) {
            return WideDecimal.convertFromCalculatedText(text, targetType);
        }
        if (targetPrimitive() == PrimitiveType.BOOLEAN) {
            return "((" + sql + ") <> 0)";
        }
        if (targetPrimitive().isFloatingPoint()) {
            return targetPrimitive() == PrimitiveType.FLOAT
                    ? convertToFloat(WideDecimal.convertToDouble(sql, sourceType))
                    : WideDecimal.convertToDouble(sql, sourceType);
        }
        if (targetPrimitive().isFixedPoint()) {
            return "TRY_CAST(sr_truncate(" + text + ", 0) AS " + duckDbType() + ")";
        }
        if (targetPrimitive().isNumeric()) {
            return "TRY_CAST(" + text + " AS " + duckDbType() + ")";
        }
        String integer = new ScalarCast(sql, sourceType, TypeConstants.LARGEINT).convert();
        return new ScalarCast(integer, TypeConstants.LARGEINT, targetType).convert();
    }

    /** Returns the value as a string from which a wide decimal can be read. */
    private String renderNumberText() {
        if (sourcePrimitive().isCharacterType()) {
            return renderDecimalText(WideDecimal.MAX_DIGITS, ((Type.Decimal) targetType).scale());
        }
        return sourcePrimitive().isDateOrDatetime() || sourcePrimitive() == PrimitiveType.TIME
                ? "CAST(" + renderDigits() + " AS VARCHAR)"
                : convertToText();
    }

    private String convertToNumber() {
        if (sourcePrimitive().isCharacterType()) {
            return targetType instanceof Type.Decimal decimal ? convertTextToDecimal(decimal) : convertTextToNumber();
        }
        if (sourcePrimitive() == PrimitiveType.BOOLEAN && targetPrimitive().isDecimal()) {
            // DuckDB reads TRUE as the last digit of a decimal that has all digits after the decimal point.
            return "TRY_CAST(CAST(" + sql + " AS TINYINT) AS " + duckDbType() + ")";
        }
        if (sourcePrimitive().isDateOrDatetime() || sourcePrimitive() == PrimitiveType.TIME) {
            return convertDigitsToNumber();
        }
        if (sourcePrimitive().isFloatingPoint() && targetType instanceof Type.Decimal decimal) {
            return convertFloatToDecimal(decimal);
        }
        if (targetPrimitive().isFloatingPoint()
                && (sourcePrimitive().isDecimal() || sourcePrimitive() == PrimitiveType.LARGEINT)) {
            String number = "sr_double(" + sql + ", CAST('1e" + DuckDbType.decimalScale(sourceType) + "' AS DOUBLE))";
            return targetPrimitive() == PrimitiveType.FLOAT ? convertToFloat(number) : number;
        }
        if (targetPrimitive() == PrimitiveType.FLOAT && sourcePrimitive() == PrimitiveType.DOUBLE) {
            return convertToFloat(sql);
        }
        if (targetPrimitive() == PrimitiveType.LARGEINT && sourcePrimitive().isFloatingPoint()) {
            return "CASE WHEN " + sql + " = " + Math.scalb(-1.0, Long.SIZE * 2 - 1) + " THEN " + MIN_LARGEINT
                    + " ELSE TRY_CAST(trunc(" + sql + ") AS " + duckDbType() + ") END";
        }
        if (isSmallInteger(targetPrimitive()) && sourcePrimitive().isFloatingPoint()) {
            // Backends check the lower limit before they remove the fraction: -128.5 is beyond TINYINT.
            return "CASE WHEN " + sql + " >= " + Math.scalb(-1.0, DuckDbType.countBits(targetPrimitive()) - 1)
                    + " THEN TRY_CAST(trunc(" + sql + ") AS " + duckDbType() + ") END";
        }
        boolean needsTruncation = targetPrimitive().isFixedPoint()
                && (sourcePrimitive().isFloatingPoint() || sourcePrimitive().isDecimal());
        return "TRY_CAST(" + (needsTruncation ? "trunc(" + sql + ")" : sql) + " AS " + duckDbType() + ")";
    }

    /**
     * Converts a floating-point number as a backend does: it multiplies the number by a power of ten in double
     * precision, adds a half, and takes the whole part. For a DECIMALV2, it multiplies in the precision of the number,
     * and does not add a half.
     */
    private String convertFloatToDecimal(Type.Decimal decimalType) {
        boolean isRounded = decimalType.kind() != Type.Decimal.Kind.DECIMALV2;
        int scale = DuckDbType.decimalScale(decimalType);
        String multiplier = "CAST('1e" + scale + "' AS "
                + (isRounded ? "DOUBLE" : sourcePrimitive().name()) + ")";
        String shiftedNumber = (isRounded ? "sr_rounded((" : "trunc((") + sql + ") * " + multiplier + ")";
        String digits = "TRY_CAST(" + shiftedNumber + " AS DECIMAL(" + WideDecimal.MAX_DUCKDB_DIGITS + ", 0))";
        String number = scale == 0
                ? digits
                : digits + " * CAST('" + BigDecimal.ONE.movePointLeft(scale).toPlainString() + "' AS DECIMAL(" + scale
                        + ", " + scale + "))";
        return "TRY_CAST(" + number + " AS " + duckDbType() + ")";
    }

    private static boolean isSmallInteger(PrimitiveType type) {
        return type == PrimitiveType.TINYINT || type == PrimitiveType.SMALLINT || type == PrimitiveType.INT;
    }

    /**
     * Converts the digits of a date or time. As on the server, a small integer keeps the lowest bits of the number that
     * the digits form.
     */
    private String convertDigitsToNumber() {
        String digits = renderDigits();
        return isSmallInteger(targetPrimitive())
                ? wrapToSmallInteger("CAST(" + digits + " AS BIGINT)", targetType)
                : "TRY_CAST(" + digits + " AS " + duckDbType() + ")";
    }

    /**
     * Converts a BIGINT to a smaller integer type by keeping its lowest bits; for other types, it remains unchanged.
     */
    static String wrapIfSmallInteger(String sql, Type targetType) {
        return isSmallInteger(PrimitiveType.of(targetType)) ? wrapToSmallInteger(sql, targetType) : sql;
    }

    private static String wrapToSmallInteger(String sql, Type targetType) {
        long signBit = 1L << (DuckDbType.countBits(PrimitiveType.of(targetType)) - 1);
        return "CAST(xor(" + sql + " & " + (2 * signBit - 1) + ", " + signBit + ") - " + signBit + " AS "
                + DuckDbType.typeName(targetType) + ")";
    }

    /** Returns the number that the digits of a date or time form. */
    private String renderDigits() {
        return switch (sourcePrimitive()) {
            case DATE -> "strftime(" + sql + ", '%Y%m%d')";
            case DATETIME -> "strftime(" + sql + ", '%Y%m%d%H%M%S')";
            default -> "sr_time_digits(" + sql + ")";
        };
    }

    /** Converts a string to a number; NULL if it is not a number, or is beyond the range of the type. */
    private String convertTextToNumber() {
        if (targetPrimitive().isFixedPoint()) {
            return "TRY_CAST(regexp_extract(" + sql + ", " + WHOLE_NUMBER_REGEX + ", 1) AS " + duckDbType() + ")";
        }
        String number = "regexp_extract(" + sql + ", " + NUMBER_REGEX + ", 1)";
        String finiteNumber = "nullif(nullif(TRY_CAST(" + number + " AS DOUBLE), 'inf'::DOUBLE), '-inf'::DOUBLE)";
        return targetPrimitive() == PrimitiveType.FLOAT ? "TRY_CAST(" + finiteNumber + " AS FLOAT)" : finiteNumber;
    }

    /**
     * Converts a string to a decimal; NULL if it is not a number, or has more digits than the bits of the type hold.
     */
    private String convertTextToDecimal(Type.Decimal decimalType) {
        boolean isDecimalV2 = decimalType.kind() == Type.Decimal.Kind.DECIMALV2;
        int maxDigits = isDecimalV2
                ? MAX_DECIMALV2_DIGITS
                : ((Type.Decimal) DuckDbType.withFullPrecision(decimalType)).precision();
        int scale = DuckDbType.decimalScale(decimalType);
        return "TRY_CAST(" + renderDecimalText(maxDigits, scale) + " AS " + duckDbType() + ")";
    }

    /** Returns the plain text of the decimal that a backend reads; NULL if it reads none. */
    private String renderDecimalText(int maxDigits, int scale) {
        return "sr_decimal_text(" + sql + ", " + maxDigits + ", " + scale + ")";
    }

    /** Converts a DOUBLE to a FLOAT; a number beyond its range becomes infinite. */
    static String convertToFloat(String sql) {
        return "coalesce(TRY_CAST(" + sql + " AS FLOAT), CASE WHEN " + sql + " > 0 THEN 'inf'::FLOAT WHEN " + sql
                + " < 0 THEN '-inf'::FLOAT END)";
    }

    /** Converts a constant string to a date or time, as frontends do. */
    static String convertConstantToDateOrDatetime(String sql, Type targetType) {
        return "CAST(sr_datetime_of_constant(" + sql + ") AS " + DuckDbType.typeName(targetType) + ")";
    }

    private String convertToDateOrDatetime() {
        String time = switch (sourcePrimitive()) {
            case DATE, DATETIME -> sql;
            case CHAR, VARCHAR -> "sr_datetime(" + sql + ")";
            case TIME -> // on a server it is a time of today
                throw UnsupportedFeatureRefusals.createTypeRefusal(
                        TypeFormat.formatForMessages(sourceType) + " as " + targetPrimitive());
            default -> {
                boolean needsTruncation =
                        sourcePrimitive().isFloatingPoint() || sourcePrimitive().isDecimal();
                yield "sr_datetime_of_number(TRY_CAST(" + (needsTruncation ? "trunc(" + sql + ")" : sql)
                        + " AS BIGINT))";
            }
        };
        return "CAST(" + time + " AS " + (targetPrimitive() == PrimitiveType.DATE ? "DATE" : "TIMESTAMP") + ")";
    }

    private String convertToTime() {
        return switch (sourcePrimitive()) {
            case CHAR, VARCHAR -> "sr_time(" + sql + ")";
            case DATE -> "CASE WHEN " + sql + " IS NOT NULL THEN 0 END";
            case DATETIME -> "CAST(datediff('second', date_trunc('day', " + sql + "), " + sql + ") AS BIGINT)";
            case BOOLEAN, TINYINT -> "sr_time_of_number(CAST(" + sql + " AS BIGINT), FALSE)";
            default -> {
                if (!sourcePrimitive().isNumeric()) {
                    throw UnsupportedFeatureRefusals.createTypeRefusal(
                            TypeFormat.formatForMessages(sourceType) + " as TIME");
                }
                String wholeNumber = new ScalarCast(sql, sourceType, TypeConstants.BIGINT).convertToNumber();
                yield "sr_time_of_number(" + wholeNumber + ", TRUE)";
            }
        };
    }

    private String convertToBoolean() {
        if (sourcePrimitive().isCharacterType()) {
            return "CASE WHEN regexp_full_match(" + sql + ", " + WORD_REGEX.formatted("true")
                    + ", 'i') THEN TRUE WHEN regexp_full_match(" + sql + ", " + WORD_REGEX.formatted("false")
                    + ", 'i') THEN FALSE ELSE TRY_CAST(regexp_extract(" + sql + ", " + WHOLE_NUMBER_REGEX
                    + ", 1) AS INTEGER) <> 0 END";
        }
        return sourcePrimitive().isDateOrDatetime()
                ? "CASE WHEN " + sql + " IS NOT NULL THEN TRUE END"
                : "((" + sql + ") <> 0)";
    }

    private String convertToText() {
        if (WideDecimal.isWide(sourceType)) {
            return WideDecimal.convertToText(sql, sourceType);
        }
        if (sourceType instanceof Type.Decimal decimal && decimal.precision() == decimal.scale()) {
            // DuckDB writes no zero before the point of a decimal without digits there.
            return "regexp_replace(CAST(" + sql + " AS VARCHAR), '^(-?)\\.', '\\10.')";
        }
        return switch (sourcePrimitive()) {
            case BOOLEAN -> "CAST(CAST(" + sql + " AS TINYINT) AS VARCHAR)";
            case FLOAT -> "sr_float_text(" + sql + ")";
            case DOUBLE -> "sr_double_text(" + sql + ")";
            case DATETIME -> "sr_datetime_text(" + sql + ")";
            case DATE -> "strftime(" + sql + ", '%Y-%m-%d')";
            case TIME -> "sr_time_text(" + sql + ")";
            case VARBINARY -> "sr_byte_text(" + sql + ")";
            case JSON -> "sr_get_json_string(" + sql + ", '$')";
            case DECIMALV2 -> "sr_plain(CAST(" + sql + " AS VARCHAR))";
            case CHAR,
                    VARCHAR,
                    TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    LARGEINT,
                    DECIMAL32,
                    DECIMAL64,
                    DECIMAL128,
                    DECIMAL256 -> "CAST(" + sql + " AS VARCHAR)";
            default ->
                throw UnsupportedFeatureRefusals.createTypeRefusal(
                        TypeFormat.formatForMessages(sourceType) + " as a text");
        };
    }

    private String convertFromJson() {
        return switch (targetPrimitive()) {
            case BOOLEAN -> "sr_get_json_bool(" + sql + ", '$')";
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
                "TRY_CAST(sr_json_integer(" + sql + ", " + DuckDbType.countBits(targetPrimitive()) + ") AS "
                        + duckDbType() + ")";
            default -> "TRY_CAST(sr_get_json_double(" + sql + ", '$') AS " + duckDbType() + ")";
        };
    }
}
