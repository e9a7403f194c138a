package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Converts JSON documents to nested values, element by element and field by field. */
public final class NestedValueTranslation {
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

    /** Returns whether a document of another kind becomes an empty value of a type, if it can't become NULL. */
    public static boolean hasEmptyValue(Type type) {
        return type instanceof Type.Array || type instanceof Type.Struct;
    }

    /** Returns an array without elements, or a struct whose fields are NULL. */
    public static String renderEmptyValue(Type type) {
        if (type instanceof Type.Array) {
            return "CAST([] AS " + DuckDbType.nameOf(type) + ")";
        }
        String fields = ((Type.Struct) type)
                .fields().stream()
                        .map(field -> DuckDbQuoting.quoteName(field.name()) + ": NULL")
                        .collect(Collectors.joining(", "));
        return "CAST({" + fields + "} AS " + DuckDbType.nameOf(type) + ")";
    }

    private static String convertElement(String json, Type type) {
        return CastTranslation.convert(json, TranslationTypes.JSON, type);
    }
}
