package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** Converts JSON documents to nested values, element by element and field by field. */
final class NestedValueTranslation {
    private NestedValueTranslation() {}

    static String convert(String json, Type type) {
        if (type instanceof Type.Array array) {
            return "CAST(list_transform(sr_list(sr_json_elements(" + json + ")), lambda x: "
                    + convertElement("x", array.element()) + ") AS " + DuckDbType.nameOf(type) + ")";
        }
        if (type instanceof Type.Map map) {
            String entries = "sr_entries(list_transform(sr_list(sr_json_names(" + json + ")), lambda x: "
                    + CastTranslation.convert("x", TranslationTypes.VARCHAR, map.key())
                    + "), list_transform(sr_list(sr_json_values(" + json
                    + ")), lambda x: " + convertElement("x", map.value()) + "))";
            return "sr_map(CAST(" + entries + " AS " + DuckDbType.nameOf(type) + "))";
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String member = "sr_json_member(" + json + ", " + DuckDbQuoting.quoteText(field.name()) + ", "
                    + fields.size() + ")";
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": " + convertElement(member, field.type()));
        }
        return "CASE WHEN sr_json_nested(" + json + ") THEN CAST({" + String.join(", ", fields) + "} AS "
                + DuckDbType.nameOf(type) + ") END";
    }

    private static String convertElement(String json, Type type) {
        return CastTranslation.convert(json, TranslationTypes.JSON, type);
    }
}
