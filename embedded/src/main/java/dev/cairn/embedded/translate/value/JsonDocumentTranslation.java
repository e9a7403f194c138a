package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** Values as JSON documents, in the text that the server would print. */
final class JsonDocumentTranslation {
    private JsonDocumentTranslation() {}

    /** NULL stays NULL. */
    static String of(String sql, Type type) {
        if (type instanceof Type.Array array) {
            return "'[' || array_to_string(list_transform(" + sql + ", lambda x: " + inner("x", array.element())
                    + "), ', ') || ']'";
        }
        if (type instanceof Type.Map map) {
            String key = "sr_json_quote(" + Conversion.of("e.key", map.key(), TranslationTypes.VARCHAR) + ")";
            return "sr_json_parse('{' || array_to_string(list_transform(map_entries(" + sql + "), lambda e: " + key
                    + " || ': ' || " + inner("e.value", map.value()) + "), ', ') || '}')";
        }
        if (type instanceof Type.Struct struct) {
            return ofStruct(sql, struct);
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        return switch (primitive) {
            case JSON -> sql;
            case BOOLEAN -> "CAST(" + sql + " AS VARCHAR)";
            case CHAR, VARCHAR -> "sr_json_quote(" + sql + ")";
            case DATE, DATETIME -> "sr_json_quote(" + Conversion.of(sql, type, TranslationTypes.VARCHAR) + ")";
            case NULL_TYPE -> "CAST(" + sql + " AS VARCHAR)";
            default -> {
                if (!primitive.isNumeric()) {
                    throw UnsupportedFeature.type(TypeText.named(type) + " as JSON");
                }
                yield Conversion.of(sql, type, TranslationTypes.VARCHAR);
            }
        };
    }

    private static String ofStruct(String sql, Type.Struct struct) {
        List<String> fields = new ArrayList<>();
        for (Type.Field field : struct.fields()) {
            fields.add(DuckDbQuoting.text("\"" + field.name() + "\": ") + " || "
                    + inner(sql + "." + DuckDbQuoting.name(field.name()), field.type()));
        }
        return "CASE WHEN " + sql + " IS NOT NULL THEN sr_json_parse('{' || " + String.join(" || ', ' || ", fields)
                + " || '}') END";
    }

    private static String inner(String sql, Type type) {
        return "coalesce(" + of(sql, type) + ", 'null')";
    }
}
