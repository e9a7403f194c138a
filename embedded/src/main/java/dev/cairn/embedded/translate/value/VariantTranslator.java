package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates casts of values to VARIANT, and of VARIANT values to other types. A value is first converted to a
 * notation: JSON whose scalars are strings with their type, such as {@code "INT8:1"}. The notation is then encoded.
 */
final class VariantTranslator {
    private VariantTranslator() {}

    /** Converts a value to a VARIANT; NULL remains NULL. */
    static String encode(String sql, Type sourceType) {
        return "sr_variant_encode(" + renderNotation(sql, sourceType) + ")";
    }

    private static String renderNotation(String sql, Type type) {
        if (type instanceof Type.Array array) {
            return "'[' || sr_joined_texts(list_transform(" + sql + ", lambda x: "
                    + renderNestedNotation("x", array.element()) + "), ',') || ']'";
        }
        if (type instanceof Type.Map map) {
            // NULL as a key makes the whole value NULL.
            String key = CastTranslator.convert("e.key", map.key(), TypeConstants.VARCHAR);
            return "CASE WHEN NOT list_contains(list_transform(" + sql + ", lambda e: e.key IS NULL), TRUE) THEN '{' ||"
                    + " sr_joined_texts(list_transform(" + sql + ", lambda e: sr_json_quote(" + key + ") || ':' || "
                    + renderNestedNotation("e.value", map.value()) + "), ',') || '}' END";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                fields.add("sr_json_quote(" + DuckDbQuoting.quoteText(field.name()) + ") || ':' || "
                        + renderNestedNotation(sql + "." + DuckDbQuoting.quoteName(field.name()), field.type()));
            }
            return "CASE WHEN " + sql + " IS NOT NULL THEN '{' || " + String.join(" || ',' || ", fields)
                    + " || '}' END";
        }
        return renderScalarNotation(sql, PrimitiveType.of(type), type);
    }

    private static String renderNestedNotation(String sql, Type type) {
        return "coalesce(" + renderNotation(sql, type) + ", 'null')";
    }

    private static String renderScalarNotation(String sql, PrimitiveType primitiveType, Type type) {
        String text = "CAST(" + sql + " AS VARCHAR)";
        return switch (primitiveType) {
            case VARIANT ->
                throw UnsupportedFeatureRefusals.createTypeRefusal("VARIANT within a value that is cast to VARIANT");
            case BOOLEAN -> "CASE WHEN " + sql + " THEN '\"TRUE:\"' WHEN NOT " + sql + " THEN '\"FALSE:\"' END";
            case TINYINT -> renderTypedText("INT8", text);
            case SMALLINT -> renderTypedText("INT16", text);
            case INT -> renderTypedText("INT32", text);
            case BIGINT -> renderTypedText("INT64", text);
            case FLOAT -> renderTypedText("FLOAT", text);
            case DOUBLE -> renderTypedText("DOUBLE", text);
            case DECIMAL32 -> renderTypedText("DECIMAL4", text);
            case DECIMAL64 -> renderTypedText("DECIMAL8", text);
            case DECIMAL128, DECIMALV2, LARGEINT -> renderTypedText("DECIMAL16", text);
            case DECIMAL256 -> "CASE WHEN " + sql + " IS NULL THEN NULL END"; // a server can't encode such a decimal
            case CHAR, VARCHAR -> renderTypedText("STRING", sql);
            case JSON -> renderTypedText("JSON", sql);
            case DATE -> renderTypedText("DATE", "CAST(datediff('day', DATE '1970-01-01', " + sql + ") AS VARCHAR)");
            case DATETIME -> renderTypedText("TIMESTAMP", "CAST(epoch_us(" + sql + ") AS VARCHAR)");
            case TIME -> renderTypedText("TIME", "CAST(CAST(" + sql + " AS BIGINT) * 1000000 AS VARCHAR)");
            case NULL_TYPE -> "CAST(NULL AS VARCHAR)";
            default ->
                throw UnsupportedFeatureRefusals.createTypeRefusal(TypeFormat.formatForMessages(type) + " as VARIANT");
        };
    }

    private static String renderTypedText(String variantType, String text) {
        return "sr_json_quote('" + variantType + ":' || " + text + ")";
    }

    /** Converts a VARIANT to a value of another type; NULL if its value has a type that is not converted. */
    static String convert(String variantSql, Type targetType) {
        if (targetType.isNested()) {
            return NestedValueTranslator.convert(variantSql, TypeConstants.VARIANT, targetType);
        }
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        String duckDbType = DuckDbType.typeName(targetType);
        return switch (targetPrimitive) {
            case CHAR, VARCHAR -> "sr_variant_text(" + variantSql + ")";
            case JSON -> "sr_parse_json(sr_variant_json(" + variantSql + "))";
            case BOOLEAN -> "sr_variant_boolean(" + variantSql + ")";
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
                "CAST(sr_variant_integer(" + variantSql + ", " + DuckDbType.countBits(targetPrimitive) + ") AS "
                        + duckDbType + ")";
            case FLOAT, DOUBLE ->
                CastTranslator.convert("sr_variant_double(" + variantSql + ")", TypeConstants.DOUBLE, targetType);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128 ->
                CastTranslator.convert(
                        "sr_variant_decimal_text(" + variantSql + ")", TypeConstants.VARCHAR, targetType);
            case DATE -> "CAST(sr_variant_date(" + variantSql + ") AS DATE)";
            case DATETIME -> "sr_variant_datetime(" + variantSql + ")";
            case TIME -> "sr_variant_time(" + variantSql + ")";
            default ->
                throw UnsupportedFeatureRefusals.createTypeRefusal(
                        "VARIANT as " + TypeFormat.formatForMessages(targetType));
        };
    }
}
