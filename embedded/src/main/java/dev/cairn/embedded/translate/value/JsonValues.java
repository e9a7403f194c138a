package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** JSON documents as nested values: element by element, and field by field. */
final class JsonValues {
    private JsonValues() {}

    static String of(String json, Type type) {
        if (type instanceof Type.Array array) {
            return "CAST(list_transform(sr_list(sr_json_elements(" + json + ")), lambda x: " + one("x", array.element())
                    + ") AS " + DuckDbType.of(type) + ")";
        }
        if (type instanceof Type.Map map) {
            return "map(list_transform(sr_list(sr_json_names(" + json + ")), lambda x: "
                    + Conversion.of("x", TranslationTypes.VARCHAR, map.key())
                    + "), list_transform(sr_list(sr_json_values(" + json
                    + ")), lambda x: " + one("x", map.value()) + "))";
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String member =
                    "sr_json_member(" + json + ", " + DuckDbQuoting.text(field.name()) + ", " + fields.size() + ")";
            fields.add(DuckDbQuoting.name(field.name()) + ": " + one(member, field.type()));
        }
        return "CASE WHEN " + json + " IS NOT NULL THEN CAST({" + String.join(", ", fields) + "} AS "
                + DuckDbType.of(type) + ") END";
    }

    private static String one(String json, Type type) {
        return Conversion.of(json, TranslationTypes.JSON, type);
    }
}
