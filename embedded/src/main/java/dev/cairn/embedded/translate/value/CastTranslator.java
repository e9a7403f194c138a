package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates explicit and implicit casts. A value that can't be converted becomes NULL, as on backends; where DuckDB
 * converts a value differently than the server, this class uses other expressions.
 */
public final class CastTranslator {
    private static final String WHOLE_NUMBER_REGEX = "'^[\\s\\v]*([+-]?[0-9]+)[\\s\\v]*$'";

    private static final String WORD_REGEX = "'[\\s\\v]*%s[\\s\\v]*'";

    /** The least LARGEINT, to which DuckDB does not convert a floating-point number. */
    private static final String MIN_LARGEINT = "CAST('-170141183460469231731687303715884105728' AS HUGEINT)";

    private static final String NUMBER_REGEX =
            "'^[\\s\\v]*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[\\s\\v]*$'";

    /** The number of digits that a server reads when it converts a string to DECIMALV2. */
    private static final int MAX_DECIMALV2_DIGITS = 38;

    private static final int MAX_DUCKDB_DIGITS = 38;

    private CastTranslator() {}

    /**
     * Converts an expression from one type to another.
     *
     * @throws Refusal if the embedded server does not support the conversion
     */
    public static String convert(String sql, Type sourceType, Type targetType) {
        return convert(sql, sourceType, targetType, false);
    }

    /** Converts the JSON text of a nested value. */
    public static String convertJsonText(String text, Type targetType) {
        return convert("sr_json_parse(" + text + ")", TranslationTypes.JSON, targetType);
    }

    /** Converts a value with a CAST, except that struct fields are matched by name, and that new fields are NULL. */
    public static String convertByFieldNames(String sql, Type sourceType, Type targetType) {
        return convert(sql, sourceType, targetType, true);
    }

    private static String convert(String sql, Type sourceType, Type targetType, boolean matchesFieldsByName) {
        if (sourceType instanceof Type.Array array && targetType instanceof Type.Array targetArray) {
            return convertElements(sql, array.element(), targetArray.element(), targetType, matchesFieldsByName);
        }
        if (sourceType instanceof Type.Map map && targetType instanceof Type.Map targetMap) {
            return convertEntries(sql, map, targetMap, matchesFieldsByName);
        }
        if (sourceType instanceof Type.Struct struct && targetType instanceof Type.Struct targetStruct) {
            return matchesFieldsByName
                    ? convertFieldsByName(sql, struct, targetStruct)
                    : convertFields(sql, struct, targetStruct);
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        String duckDbType = DuckDbType.typeName(targetType);
        if (sourcePrimitive == PrimitiveType.NULL_TYPE) {
            return "CAST(" + sql + " AS " + duckDbType + ")";
        }
        if (haveSameRepresentation(sourceType, targetType)
                && (sourcePrimitive == targetPrimitive || areBothTexts(sourcePrimitive, targetPrimitive))) {
            return sql;
        }
        if (targetPrimitive == PrimitiveType.VARIANT) {
            return VariantTranslator.encode(sql, sourceType);
        }
        if (sourcePrimitive == PrimitiveType.VARIANT) {
            return VariantTranslator.convert(sql, targetType);
        }
        if (sourcePrimitive == PrimitiveType.INVALID_TYPE || targetPrimitive == PrimitiveType.INVALID_TYPE) {
            return convertNested(sql, sourceType, targetType, sourcePrimitive, targetPrimitive);
        }
        return convertScalar(sql, sourcePrimitive, targetPrimitive, duckDbType, sourceType, targetType);
    }

    private static boolean haveSameRepresentation(Type sourceType, Type targetType) {
        String duckDbType = DuckDbType.typeName(targetType);
        return duckDbType.equals(DuckDbType.typeName(sourceType))
                && (sourceType.equals(targetType) || !WideDecimal.containsWideDecimal(duckDbType));
    }

    private static boolean areBothTexts(PrimitiveType sourcePrimitive, PrimitiveType targetPrimitive) {
        return sourcePrimitive.isCharacterType() && targetPrimitive.isCharacterType();
    }

    private static String convertElements(
            String sql, Type sourceType, Type targetType, Type arrayType, boolean matchesFieldsByName) {
        String elementSql = convert("x", sourceType, targetType, matchesFieldsByName);
        if (elementSql.equals("CAST(x AS " + DuckDbType.typeName(targetType) + ")")) {
            return "CAST(" + sql + " AS " + DuckDbType.typeName(arrayType)
                    + ")"; // DuckDB calculates it once for a constant array
        }
        return elementSql.equals("x")
                ? sql
                : "CAST(list_transform(" + sql + ", lambda x: " + elementSql + ") AS " + DuckDbType.typeName(arrayType)
                        + ")";
    }

    private static String convertEntries(
            String sql, Type.Map sourceType, Type.Map targetType, boolean matchesFieldsByName) {
        String keySql = convert("x.key", sourceType.key(), targetType.key(), matchesFieldsByName);
        String valueSql = convert("x.value", sourceType.value(), targetType.value(), matchesFieldsByName);
        if (keySql.equals("x.key") && valueSql.equals("x.value")) {
            return sql;
        }
        String entriesSql = "list_transform(" + sql + ", lambda x: {key: " + keySql + ", value: " + valueSql + "})";
        return "sr_map(CAST(" + entriesSql + " AS " + DuckDbType.typeName(targetType) + "))";
    }

    /** Converts a struct to another one; the fields are matched by position. */
    private static String convertFields(String sql, Type.Struct sourceType, Type.Struct targetType) {
        if (haveSameRepresentation(sourceType, targetType)) {
            return sql;
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < targetType.fields().size(); i++) {
            String value = sql + "."
                    + DuckDbQuoting.quoteName(sourceType.fields().get(i).name());
            fields.add(DuckDbQuoting.quoteName(targetType.fields().get(i).name()) + ": "
                    + convert(
                            value,
                            sourceType.fields().get(i).type(),
                            targetType.fields().get(i).type()));
        }
        return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE {" + String.join(", ", fields) + "} END";
    }

    private static String convertFieldsByName(String sql, Type.Struct sourceType, Type.Struct targetType) {
        if (haveSameRepresentation(sourceType, targetType)) {
            return sql;
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : targetType.fields()) {
            String value = sourceType.fields().stream()
                    .filter(sourceField -> sourceField.name().equalsIgnoreCase(field.name()))
                    .findFirst()
                    .map(sourceField -> convertByFieldNames(
                            sql + "." + DuckDbQuoting.quoteName(sourceField.name()), sourceField.type(), field.type()))
                    .orElse("NULL");
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": CAST(" + value + " AS "
                    + DuckDbType.typeName(field.type()) + ")");
        }
        return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE {" + String.join(", ", fields) + "} END";
    }

    private static String convertNested(
            String sql,
            Type sourceType,
            Type targetType,
            PrimitiveType sourcePrimitive,
            PrimitiveType targetPrimitive) {
        if (targetPrimitive == PrimitiveType.JSON) {
            return JsonDocumentTranslator.convert(sql, sourceType);
        }
        if (sourcePrimitive.isCharacterType() && targetType instanceof Type.Array array) {
            return convertArrayText(sql, array);
        }
        if (sourcePrimitive == PrimitiveType.JSON) {
            return NestedValueTranslator.convert(sql, TranslationTypes.JSON, targetType);
        }
        if (sourcePrimitive == PrimitiveType.BOOLEAN) { // the type of NULL within a nested value
            return "CAST(NULL AS " + DuckDbType.typeName(targetType) + ")";
        }
        throw UnsupportedFeatureRefusals.createTypeRefusal(
                TypeFormat.formatForMessages(sourceType) + " as " + TypeFormat.formatForMessages(targetType));
    }

    /** Converts the text of an array, whose elements are the texts between its commas. */
    private static String convertArrayText(String sql, Type.Array targetType) {
        boolean unquotes = PrimitiveType.of(targetType.element()).isCharacterType();
        String elementsSql = "sr_list(sr_array_elements(" + sql + ", " + unquotes + "))";
        return convertElements(elementsSql, TranslationTypes.VARCHAR, targetType.element(), targetType, false);
    }

    private static String convertScalar(
            String sql,
            PrimitiveType sourcePrimitive,
            PrimitiveType targetPrimitive,
            String duckDbType,
            Type sourceType,
            Type targetType) {
        if (targetPrimitive.isCharacterType()) {
            return convertToText(sql, sourcePrimitive, sourceType);
        }
        if ((WideDecimal.isWide(sourceType) && targetPrimitive == PrimitiveType.JSON)
                || (sourcePrimitive == PrimitiveType.JSON && targetPrimitive.isDecimal())) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.CAST_UNSUPPORTED,
                    TypeFormat.formatForMessages(sourceType),
                    TypeFormat.formatForMessages(targetType));
        }
        if (WideDecimal.isWide(sourceType)) {
            return convertFromWideDecimal(sql, sourcePrimitive, targetPrimitive, duckDbType, sourceType, targetType);
        }
        if (WideDecimal.isWide(targetType)) {
            return sourcePrimitive.isFloatingPoint()
                    ? WideDecimal.convertFromDouble(sql, targetType)
                    : WideDecimal.convertFromText(
                            renderNumberText(sql, sourcePrimitive, sourceType, targetType), targetType);
        }
        if (targetPrimitive == PrimitiveType.JSON) {
            return sourcePrimitive.isCharacterType()
                    ? "sr_parse_json(" + sql + ")"
                    : JsonDocumentTranslator.convert(sql, sourceType);
        }
        if (sourcePrimitive == PrimitiveType.JSON) {
            return convertFromJson(sql, targetPrimitive, targetType);
        }
        if (targetPrimitive.isDateOrDatetime()) {
            return convertToDate(sql, sourcePrimitive, targetPrimitive, sourceType);
        }
        if (targetPrimitive == PrimitiveType.BOOLEAN) {
            return convertToBoolean(sql, sourcePrimitive);
        }
        if (targetPrimitive == PrimitiveType.VARBINARY) {
            return "sr_bytes(" + convertToText(sql, sourcePrimitive, sourceType) + ")";
        }
        if (targetPrimitive == PrimitiveType.TIME) {
            return convertToTime(sql, sourcePrimitive, sourceType);
        }
        if (targetPrimitive == PrimitiveType.BITMAP && sourcePrimitive.isCharacterType()) {
            return "sr_bitmap(" + sql + ")";
        }
        if (targetPrimitive.isNumeric()) {
            return convertToNumber(sql, sourcePrimitive, targetPrimitive, sourceType, targetType);
        }
        throw UnsupportedFeatureRefusals.createTypeRefusal(
                TypeFormat.formatForMessages(sourceType) + " as " + TypeFormat.formatForMessages(targetType));
    }

    private static String convertFromWideDecimal(
            String sql,
            PrimitiveType sourcePrimitive,
            PrimitiveType targetPrimitive,
            String duckDbType,
            Type sourceType,
            Type targetType) {
        String text = convertToText(sql, sourcePrimitive, sourceType);
        if (WideDecimal.isWide(targetType)) {
            return WideDecimal.convertFromCalculatedText(text, targetType);
        }
        if (targetPrimitive == PrimitiveType.BOOLEAN) {
            return "((" + sql + ") <> 0)";
        }
        if (targetPrimitive.isFloatingPoint()) {
            return targetPrimitive == PrimitiveType.FLOAT
                    ? convertToFloat(WideDecimal.convertToDouble(sql, sourceType))
                    : WideDecimal.convertToDouble(sql, sourceType);
        }
        if (targetPrimitive.isFixedPoint()) {
            return "TRY_CAST(sr_truncate(" + text + ", 0) AS " + duckDbType + ")";
        }
        if (targetPrimitive.isNumeric()) {
            return "TRY_CAST(" + text + " AS " + duckDbType + ")";
        }
        return convert(convert(sql, sourceType, TranslationTypes.LARGEINT), TranslationTypes.LARGEINT, targetType);
    }

    /** Returns the value as a string from which a wide decimal can be read. */
    private static String renderNumberText(
            String sql, PrimitiveType sourcePrimitive, Type sourceType, Type targetType) {
        if (sourcePrimitive.isCharacterType()) {
            return renderDecimalText(sql, WideDecimal.MAX_DIGITS, ((Type.Decimal) targetType).scale());
        }
        return sourcePrimitive.isDateOrDatetime() || sourcePrimitive == PrimitiveType.TIME
                ? "CAST(" + renderDigits(sql, sourcePrimitive) + " AS VARCHAR)"
                : convertToText(sql, sourcePrimitive, sourceType);
    }

    private static String convertToNumber(
            String sql,
            PrimitiveType sourcePrimitive,
            PrimitiveType targetPrimitive,
            Type sourceType,
            Type targetType) {
        String duckDbType = DuckDbType.typeName(targetType);
        if (sourcePrimitive.isCharacterType()) {
            return targetType instanceof Type.Decimal decimal
                    ? convertTextToDecimal(sql, decimal)
                    : convertTextToNumber(sql, targetPrimitive, duckDbType);
        }
        if (sourcePrimitive == PrimitiveType.BOOLEAN && targetPrimitive.isDecimal()) {
            // DuckDB reads TRUE as the last digit of a decimal that has all digits after the decimal point.
            return "TRY_CAST(CAST(" + sql + " AS TINYINT) AS " + duckDbType + ")";
        }
        if (sourcePrimitive.isDateOrDatetime() || sourcePrimitive == PrimitiveType.TIME) {
            return convertDigitsToNumber(renderDigits(sql, sourcePrimitive), targetPrimitive, duckDbType);
        }
        if (sourcePrimitive.isFloatingPoint() && targetType instanceof Type.Decimal decimal) {
            return convertFloatToDecimal(sql, sourcePrimitive, decimal);
        }
        if (targetPrimitive.isFloatingPoint()
                && (sourcePrimitive.isDecimal() || sourcePrimitive == PrimitiveType.LARGEINT)) {
            String number = "sr_double(" + sql + ", CAST('1e" + DuckDbType.decimalScale(sourceType) + "' AS DOUBLE))";
            return targetPrimitive == PrimitiveType.FLOAT ? convertToFloat(number) : number;
        }
        if (targetPrimitive == PrimitiveType.FLOAT && sourcePrimitive == PrimitiveType.DOUBLE) {
            return convertToFloat(sql);
        }
        if (targetPrimitive == PrimitiveType.LARGEINT && sourcePrimitive.isFloatingPoint()) {
            return "CASE WHEN " + sql + " = " + Math.scalb(-1.0, Long.SIZE * 2 - 1) + " THEN " + MIN_LARGEINT
                    + " ELSE TRY_CAST(trunc(" + sql + ") AS " + duckDbType + ") END";
        }
        if (isSmallInteger(targetPrimitive) && sourcePrimitive.isFloatingPoint()) {
            // Backends check the lower limit before they remove the fraction: -128.5 is beyond TINYINT.
            return "CASE WHEN " + sql + " >= " + Math.scalb(-1.0, DuckDbType.countBits(targetPrimitive) - 1)
                    + " THEN TRY_CAST(trunc(" + sql + ") AS " + duckDbType + ") END";
        }
        boolean needsTruncation =
                targetPrimitive.isFixedPoint() && (sourcePrimitive.isFloatingPoint() || sourcePrimitive.isDecimal());
        return "TRY_CAST(" + (needsTruncation ? "trunc(" + sql + ")" : sql) + " AS " + duckDbType + ")";
    }

    /**
     * Converts a floating-point number as a backend does: it multiplies the number by a power of ten in double
     * precision, adds a half, and takes the whole part. For a DECIMALV2, it multiplies in the precision of the number,
     * and does not add a half.
     */
    private static String convertFloatToDecimal(String sql, PrimitiveType sourcePrimitive, Type.Decimal targetType) {
        boolean isRounded = targetType.kind() != Type.Decimal.Kind.DECIMALV2;
        int scale = DuckDbType.decimalScale(targetType);
        String multiplier = "CAST('1e" + scale + "' AS " + (isRounded ? "DOUBLE" : sourcePrimitive.name()) + ")";
        String shiftedNumber = (isRounded ? "sr_rounded((" : "trunc((") + sql + ") * " + multiplier + ")";
        String digits = "TRY_CAST(" + shiftedNumber + " AS DECIMAL(" + MAX_DUCKDB_DIGITS + ", 0))";
        String number = scale == 0
                ? digits
                : digits + " * CAST('" + BigDecimal.ONE.movePointLeft(scale).toPlainString() + "' AS DECIMAL(" + scale
                        + ", " + scale + "))";
        return "TRY_CAST(" + number + " AS " + DuckDbType.typeName(targetType) + ")";
    }

    private static boolean isSmallInteger(PrimitiveType type) {
        return type == PrimitiveType.TINYINT || type == PrimitiveType.SMALLINT || type == PrimitiveType.INT;
    }

    /**
     * Converts the digits of a date or time. As on the server, a small integer keeps the lowest bits of the number that
     * the digits form.
     */
    private static String convertDigitsToNumber(String digits, PrimitiveType targetPrimitive, String duckDbType) {
        return isSmallInteger(targetPrimitive)
                ? wrapToSmallInteger("CAST(" + digits + " AS BIGINT)", targetPrimitive, duckDbType)
                : "TRY_CAST(" + digits + " AS " + duckDbType + ")";
    }

    /**
     * Converts a BIGINT to a smaller integer type by keeping its lowest bits; for other types, it remains unchanged.
     */
    static String wrapToInteger(String sql, Type targetType) {
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        return isSmallInteger(targetPrimitive)
                ? wrapToSmallInteger(sql, targetPrimitive, DuckDbType.typeName(targetType))
                : sql;
    }

    private static String wrapToSmallInteger(String sql, PrimitiveType targetPrimitive, String duckDbType) {
        long signBit = 1L << (DuckDbType.countBits(targetPrimitive) - 1);
        return "CAST(xor(" + sql + " & " + (2 * signBit - 1) + ", " + signBit + ") - " + signBit + " AS " + duckDbType
                + ")";
    }

    /** Returns the number that the digits of a date or time form. */
    private static String renderDigits(String sql, PrimitiveType sourcePrimitive) {
        return switch (sourcePrimitive) {
            case DATE -> "strftime(" + sql + ", '%Y%m%d')";
            case DATETIME -> "strftime(" + sql + ", '%Y%m%d%H%M%S')";
            default -> "sr_time_digits(" + sql + ")";
        };
    }

    /** Converts a string to a number; NULL if it is not a number, or is beyond the range of the type. */
    private static String convertTextToNumber(String sql, PrimitiveType targetPrimitive, String duckDbType) {
        if (targetPrimitive.isFixedPoint()) {
            return "TRY_CAST(regexp_extract(" + sql + ", " + WHOLE_NUMBER_REGEX + ", 1) AS " + duckDbType + ")";
        }
        String number = "regexp_extract(" + sql + ", " + NUMBER_REGEX + ", 1)";
        String finiteNumber = "nullif(nullif(TRY_CAST(" + number + " AS DOUBLE), 'inf'::DOUBLE), '-inf'::DOUBLE)";
        return targetPrimitive == PrimitiveType.FLOAT ? "TRY_CAST(" + finiteNumber + " AS FLOAT)" : finiteNumber;
    }

    /**
     * Converts a string to a decimal; NULL if it is not a number, or has more digits than the bits of the type hold.
     */
    private static String convertTextToDecimal(String sql, Type.Decimal targetType) {
        boolean hasFixedDigits = targetType.kind() == Type.Decimal.Kind.DECIMALV2;
        int maxDigits = hasFixedDigits
                ? MAX_DECIMALV2_DIGITS
                : ((Type.Decimal) DuckDbType.withFullPrecision(targetType)).precision();
        int scale = DuckDbType.decimalScale(targetType);
        return "TRY_CAST(" + renderDecimalText(sql, maxDigits, scale) + " AS " + DuckDbType.typeName(targetType) + ")";
    }

    /** Returns the plain text of the decimal that a backend reads; NULL if it reads none. */
    private static String renderDecimalText(String sql, int maxDigits, int scale) {
        return "sr_decimal_text(" + sql + ", " + maxDigits + ", " + scale + ")";
    }

    /** Converts a DOUBLE to a FLOAT; a number beyond its range becomes infinite. */
    static String convertToFloat(String sql) {
        return "coalesce(TRY_CAST(" + sql + " AS FLOAT), CASE WHEN " + sql + " > 0 THEN 'inf'::FLOAT WHEN " + sql
                + " < 0 THEN '-inf'::FLOAT END)";
    }

    /** Converts a constant string to a date or time, as frontends do. */
    static String convertConstantToDate(String sql, Type targetType) {
        return "CAST(sr_datetime_of_constant(" + sql + ") AS " + DuckDbType.typeName(targetType) + ")";
    }

    private static String convertToDate(
            String sql, PrimitiveType sourcePrimitive, PrimitiveType targetPrimitive, Type sourceType) {
        String time = switch (sourcePrimitive) {
            case DATE, DATETIME -> sql;
            case CHAR, VARCHAR -> "sr_datetime(" + sql + ")";
            case TIME -> // on a server it is a time of today
                throw UnsupportedFeatureRefusals.createTypeRefusal(
                        TypeFormat.formatForMessages(sourceType) + " as " + targetPrimitive);
            default -> {
                boolean needsTruncation = sourcePrimitive.isFloatingPoint() || sourcePrimitive.isDecimal();
                yield "sr_datetime_of_number(TRY_CAST(" + (needsTruncation ? "trunc(" + sql + ")" : sql)
                        + " AS BIGINT))";
            }
        };
        return "CAST(" + time + " AS " + (targetPrimitive == PrimitiveType.DATE ? "DATE" : "TIMESTAMP") + ")";
    }

    private static String convertToTime(String sql, PrimitiveType sourcePrimitive, Type sourceType) {
        return switch (sourcePrimitive) {
            case CHAR, VARCHAR -> "sr_time(" + sql + ")";
            case DATE -> "CASE WHEN " + sql + " IS NOT NULL THEN 0 END";
            case DATETIME -> "CAST(datediff('second', date_trunc('day', " + sql + "), " + sql + ") AS BIGINT)";
            case BOOLEAN, TINYINT -> "sr_time_of_number(CAST(" + sql + " AS BIGINT), FALSE)";
            default -> {
                if (!sourcePrimitive.isNumeric()) {
                    throw UnsupportedFeatureRefusals.createTypeRefusal(
                            TypeFormat.formatForMessages(sourceType) + " as TIME");
                }
                String wholeNumber = convertToNumber(
                        sql, sourcePrimitive, PrimitiveType.BIGINT, sourceType, TranslationTypes.BIGINT);
                yield "sr_time_of_number(" + wholeNumber + ", TRUE)";
            }
        };
    }

    private static String convertToBoolean(String sql, PrimitiveType sourcePrimitive) {
        if (sourcePrimitive.isCharacterType()) {
            return "CASE WHEN regexp_full_match(" + sql + ", " + WORD_REGEX.formatted("true")
                    + ", 'i') THEN TRUE WHEN regexp_full_match(" + sql + ", " + WORD_REGEX.formatted("false")
                    + ", 'i') THEN FALSE ELSE TRY_CAST(regexp_extract(" + sql + ", " + WHOLE_NUMBER_REGEX
                    + ", 1) AS INTEGER) <> 0 END";
        }
        return sourcePrimitive.isDateOrDatetime()
                ? "CASE WHEN " + sql + " IS NOT NULL THEN TRUE END"
                : "((" + sql + ") <> 0)";
    }

    private static String convertToText(String sql, PrimitiveType sourcePrimitive, Type sourceType) {
        if (WideDecimal.isWide(sourceType)) {
            return WideDecimal.convertToText(sql, sourceType);
        }
        if (sourceType instanceof Type.Decimal decimal && decimal.precision() == decimal.scale()) {
            // DuckDB writes no zero before the point of a decimal without digits there.
            return "regexp_replace(CAST(" + sql + " AS VARCHAR), '^(-?)\\.', '\\10.')";
        }
        return switch (sourcePrimitive) {
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

    private static String convertFromJson(String sql, PrimitiveType targetPrimitive, Type targetType) {
        return switch (targetPrimitive) {
            case BOOLEAN -> "sr_get_json_bool(" + sql + ", '$')";
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
                "TRY_CAST(sr_json_integer(" + sql + ", " + DuckDbType.countBits(targetPrimitive) + ") AS "
                        + DuckDbType.typeName(targetType) + ")";
            default -> "TRY_CAST(sr_get_json_double(" + sql + ", '$') AS " + DuckDbType.typeName(targetType) + ")";
        };
    }
}
