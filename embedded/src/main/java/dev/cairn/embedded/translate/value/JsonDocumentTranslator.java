package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates the conversion of a value to a JSON document into SQL of DuckDB. The document is the text that the server
 * prints.
 */
final class JsonDocumentTranslator {
    private JsonDocumentTranslator() {}

    /** Returns the document of a value; NULL remains NULL. A server does not cast a DECIMAL256 that is not nested. */
    static String convert(String sql, Type type) {
        if (type instanceof Type.Array array) {
            return "'[' || sr_joined_texts(list_transform(" + sql + ", lambda x: " + convertNested("x", array.element())
                    + "), ', ') || ']'";
        }
        if (type instanceof Type.Map map) {
            return convertMap(sql, map);
        }
        if (type instanceof Type.Struct struct) {
            return convertStruct(sql, struct);
        }
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return switch (primitiveType) {
            case JSON -> sql;
            case BOOLEAN, NULL_TYPE -> "CAST(" + sql + " AS VARCHAR)";
            case CHAR, VARCHAR -> "sr_json_quote(" + sql + ")";
            case DATE, DATETIME -> convertAsText(sql, type);
            case FLOAT, DOUBLE, DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128 ->
                "sr_json_parse(sr_double_text(" + CastTranslator.convert(sql, type, TypeConstants.DOUBLE) + "))";
            case LARGEINT -> "CAST(TRY_CAST(" + sql + " AS BIGINT) AS VARCHAR)"; // an integer of a document has 64 bits
            default -> {
                if (!primitiveType.isNumeric()) {
                    throw UnsupportedFeatureRefusals.createTypeRefusal(TypeFormat.formatForMessages(type) + " as JSON");
                }
                yield CastTranslator.convert(sql, type, TypeConstants.VARCHAR);
            }
        };
    }

    private static String convertAsText(String sql, Type type) {
        return "sr_json_quote(" + CastTranslator.convert(sql, type, TypeConstants.VARCHAR) + ")";
    }

    /** Converts a map. Entries with an empty key are omitted; a key that is NULL makes the whole document NULL. */
    private static String convertMap(String sql, Type.Map map) {
        String keySql = CastTranslator.convert("e.key", map.key(), TypeConstants.VARCHAR);
        String entriesSql = PrimitiveType.of(map.key()).isCharacterType()
                ? "list_filter(" + sql + ", lambda e: e.key IS NULL OR e.key <> '')"
                : sql;
        // A member without a name is not valid JSON, so the document is NULL.
        return "sr_json_parse('{' || sr_joined_texts(list_transform(" + entriesSql
                + ", lambda e: coalesce(sr_json_quote(" + keySql + "), '') || ': ' || "
                + convertNested("e.value", map.value()) + "), ', ') || '}')";
    }

    private static String convertStruct(String sql, Type.Struct struct) {
        List<String> fields = new ArrayList<>();
        for (Type.Field field : struct.fields()) {
            fields.add(DuckDbQuoting.quoteText("\"" + field.name() + "\": ") + " || "
                    + convertNested(sql + "." + DuckDbQuoting.quoteName(field.name()), field.type()));
        }
        return "CASE WHEN " + sql + " IS NOT NULL THEN sr_json_parse('{' || " + String.join(" || ', ' || ", fields)
                + " || '}') END";
    }

    /** Converts a part of a nested value: decimals and LARGEINT become strings, and truth values become numbers. */
    private static String convertNested(String sql, Type type) {
        String document = switch (PrimitiveType.of(type)) {
            case BOOLEAN -> CastTranslator.convert(sql, type, TypeConstants.VARCHAR);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256, LARGEINT -> convertAsText(sql, type);
            default -> convert(sql, type);
        };
        return "coalesce(" + document + ", 'null')";
    }
}
