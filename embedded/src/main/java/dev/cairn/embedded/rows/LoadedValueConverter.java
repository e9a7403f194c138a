package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
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
record LoadedValueConverter(boolean isCsv) {
    /**
     * Returns the DuckDB expression for the value of a text; it gives NULL if the text can't be converted.
     *
     * @param isStrict whether an invalid key or value of CSV invalidates its map; otherwise it is NULL
     */
    String convert(String textSql, Type type, boolean isStrict) {
        return type.isNested()
                ? convertNested("sr_json_parse(" + textSql + ")", type, isStrict, 0)
                : convertScalar(textSql, type);
    }

    private String convertScalar(String textSql, Type type) {
        String castSql = CastTranslator.convert(textSql, TypeConstants.VARCHAR, type);
        if (!isCsv) {
            // Text that is neither an object nor an array would become a JSON string, but a loaded number stays a
            // number.
            return PrimitiveType.of(type) == PrimitiveType.JSON
                    ? "sr_json_member(sr_json_parse('[' || " + textSql + " || ']'), '', 0)"
                    : castSql;
        }
        return switch (PrimitiveType.of(type)) {
            case JSON -> "sr_json_parse(" + textSql + ")";
            // In CSV, bytes are encoded in Base64; any other text stands for itself.
            case VARBINARY ->
                "CASE WHEN trim(" + textSql + ") = '' THEN sr_bytes('') ELSE coalesce(sr_bytes(sr_from_base64(trim("
                        + textSql + "))), " + castSql + ") END";
            default -> castSql;
        };
    }

    /**
     * Converts a document. DuckDB evaluates an expression at each of its occurrences; therefore, the document is bound
     * to a name at each depth.
     */
    private String convertNested(String jsonSql, Type type, boolean isStrict, int depth) {
        String documentName = "j" + depth;
        return "list_transform([" + jsonSql + "], lambda " + documentName + ": CASE WHEN sr_get_json_string("
                + documentName + ", '$') IS NOT NULL THEN " + convertNonNull(documentName, type, isStrict, depth)
                + " END)[1]";
    }

    /** Converts a document that is not null. In CSV, the elements of an array are always strict. */
    private String convertNonNull(String jsonSql, Type type, boolean isStrict, int depth) {
        if (type instanceof Type.Array array) {
            return "CAST(" + convertElements(jsonSql, array.element(), isCsv, depth) + " AS "
                    + DuckDbType.typeName(type) + ")";
        }
        if (type instanceof Type.Map map) {
            return "sr_map(CAST(" + convertEntries(jsonSql, map, isCsv && isStrict, depth) + " AS "
                    + DuckDbType.typeName(type) + "))";
        }
        List<String> fieldSqls = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String memberSql = "sr_json_member(" + jsonSql + ", " + DuckDbQuoting.quoteText(field.name()) + ", "
                    + fieldSqls.size() + ")";
            fieldSqls.add(DuckDbQuoting.quoteName(field.name()) + ": "
                    + convertElement(memberSql, field.type(), false, depth));
        }
        return "CAST({" + String.join(", ", fieldSqls) + "} AS " + DuckDbType.typeName(type) + ")";
    }

    private String convertEntries(String jsonSql, Type.Map map, boolean isStrict, int depth) {
        String keysSql = convertElements("sr_json_member(" + jsonSql + ", '', 0)", map.key(), isStrict, depth);
        String valuesSql = convertElements("sr_json_member(" + jsonSql + ", '', 1)", map.value(), isStrict, depth);
        return "CASE WHEN " + keysSql + " IS NOT NULL AND " + valuesSql + " IS NOT NULL THEN sr_entries(" + keysSql
                + ", " + valuesSql + ") END";
    }

    /**
     * Converts the elements of a document that is an array.
     *
     * @param isStrict whether the result is NULL if an element is invalid
     */
    private String convertElements(String jsonSql, Type type, boolean isStrict, int depth) {
        String elementName = "x" + depth;
        String documentsSql = "sr_list(sr_json_elements(" + jsonSql + "))";
        String valuesSql = "list_transform(" + documentsSql + ", lambda " + elementName + ": "
                + convertElement(elementName, type, isStrict, depth) + ")";
        if (!isStrict) {
            return valuesSql;
        }
        String valuesName = "v" + depth;
        // An element is invalid if its value is NULL, but its document is not.
        String missingCountSql =
                "len(list_filter(" + valuesName + ", lambda " + elementName + ": " + elementName + " IS NULL))";
        String nullCountSql = "len(list_filter(" + documentsSql + ", lambda " + elementName + ": sr_get_json_string("
                + elementName + ", '$') IS NULL))";
        return "list_transform([" + valuesSql + "], lambda " + valuesName + ": CASE WHEN " + missingCountSql + " = "
                + nullCountSql + " THEN " + valuesName + " END)[1]";
    }

    private String convertElement(String jsonSql, Type type, boolean isStrict, int depth) {
        if (type.isNested()) {
            return convertNested(jsonSql, type, isStrict, depth + 1);
        }
        String textSql = "sr_get_json_string(" + jsonSql + ", '$')";
        if (!isCsv && PrimitiveType.of(type) == PrimitiveType.JSON) {
            return "CASE WHEN " + textSql + " IS NOT NULL THEN " + jsonSql + " END";
        }
        return convertScalar(textSql, type);
    }
}
