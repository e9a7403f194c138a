package dev.cairn.embedded.rows;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.CastTranslation;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts the text of a field that is loaded into a column. An array, map or struct is written as a JSON array whose
 * scalars are strings; a map is an array of its keys followed by an array of its values.
 *
 * @param isCsv whether the text is a field of CSV: an invalid element invalidates its array; otherwise an invalid
 *     element is NULL, and a JSON element is a document, not its text
 */
record LoadedValueConversion(boolean isCsv) {
    /**
     * Returns the DuckDB expression for the value of a text; it gives NULL if the text can't be converted.
     *
     * @param isStrict whether an invalid key or value of CSV invalidates its map; otherwise it is NULL
     */
    String convert(String text, Type type, boolean isStrict) {
        return type.isComplex()
                ? convertNested("sr_json_parse(" + text + ")", type, isStrict, 0)
                : convertScalar(text, type);
    }

    private String convertScalar(String text, Type type) {
        String cast = CastTranslation.convert(text, TranslationTypes.VARCHAR, type);
        if (!isCsv) {
            // Text that is neither an object nor an array would become a JSON string, but a loaded number stays a
            // number.
            return PrimitiveType.of(type) == PrimitiveType.JSON
                    ? "sr_json_member(sr_json_parse('[' || " + text + " || ']'), '', 0)"
                    : cast;
        }
        return switch (PrimitiveType.of(type)) {
            case JSON -> "sr_json_parse(" + text + ")";
            // Bytes are encoded by Base64 in CSV; another text stands for itself.
            case VARBINARY ->
                "CASE WHEN trim(" + text + ") = '' THEN sr_bytes('') ELSE coalesce(sr_bytes(sr_from_base64(trim(" + text
                        + "))), " + cast + ") END";
            default -> cast;
        };
    }

    /**
     * Converts a document. DuckDB evaluates an expression at each of its occurrences; therefore, the document is bound
     * to a name at each depth.
     */
    private String convertNested(String json, Type type, boolean isStrict, int depth) {
        String documentName = "j" + depth;
        return "list_transform([" + json + "], lambda " + documentName + ": CASE WHEN sr_get_json_string("
                + documentName + ", '$') IS NOT NULL THEN " + convertNonNull(documentName, type, isStrict, depth)
                + " END)[1]";
    }

    private String convertNonNull(String json, Type type, boolean isStrict, int depth) {
        if (type instanceof Type.Array array) {
            return "CAST(" + convertElements(json, array.element(), isCsv, depth) + " AS " + DuckDbType.nameOf(type)
                    + ")";
        }
        if (type instanceof Type.Map map) {
            return "sr_map(CAST(" + convertEntries(json, map, isCsv && isStrict, depth) + " AS "
                    + DuckDbType.nameOf(type) + "))";
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String member = "sr_json_member(" + json + ", " + DuckDbQuoting.quoteText(field.name()) + ", "
                    + fields.size() + ")";
            fields.add(
                    DuckDbQuoting.quoteName(field.name()) + ": " + convertElement(member, field.type(), false, depth));
        }
        return "CAST({" + String.join(", ", fields) + "} AS " + DuckDbType.nameOf(type) + ")";
    }

    private String convertEntries(String json, Type.Map map, boolean isStrict, int depth) {
        String keys = convertElements("sr_json_member(" + json + ", '', 0)", map.key(), isStrict, depth);
        String values = convertElements("sr_json_member(" + json + ", '', 1)", map.value(), isStrict, depth);
        return "CASE WHEN " + keys + " IS NOT NULL AND " + values + " IS NOT NULL THEN sr_entries(" + keys + ", "
                + values + ") END";
    }

    /**
     * Converts the elements of a document that is an array.
     *
     * @param isStrict whether the result is NULL if an element is invalid
     */
    private String convertElements(String json, Type type, boolean isStrict, int depth) {
        String elementName = "x" + depth;
        String documents = "sr_list(sr_json_elements(" + json + "))";
        String values = "list_transform(" + documents + ", lambda " + elementName + ": "
                + convertElement(elementName, type, isStrict, depth) + ")";
        if (!isStrict) {
            return values;
        }
        String valuesName = "v" + depth;
        String missingCount =
                "len(list_filter(" + valuesName + ", lambda " + elementName + ": " + elementName + " IS NULL))";
        String nullCount = "len(list_filter(" + documents + ", lambda " + elementName + ": sr_get_json_string("
                + elementName + ", '$') IS NULL))";
        return "list_transform([" + values + "], lambda " + valuesName + ": CASE WHEN " + missingCount + " = "
                + nullCount + " THEN " + valuesName + " END)[1]";
    }

    private String convertElement(String json, Type type, boolean isStrict, int depth) {
        if (type.isComplex()) {
            return convertNested(json, type, isStrict, depth + 1);
        }
        String text = "sr_get_json_string(" + json + ", '$')";
        if (!isCsv && PrimitiveType.of(type) == PrimitiveType.JSON) {
            return "CASE WHEN " + text + " IS NOT NULL THEN " + json + " END";
        }
        return convertScalar(text, type);
    }
}
