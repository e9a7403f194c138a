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
 * Converts a text that is loaded into a column. The elements of a JSON document are converted from their texts, which
 * differs from CAST.
 */
final class LoadedValueConversion {
    private LoadedValueConversion() {}

    /** Returns the DuckDB expression for the value of a text; it gives NULL if the text can't be converted. */
    static String convert(String text, Type type) {
        return type.isComplex()
                ? convertNested("sr_json_parse(" + text + ")", type, 0)
                : CastTranslation.convert(text, TranslationTypes.VARCHAR, type);
    }

    /**
     * Converts a document. DuckDB evaluates an expression at each of its occurrences; therefore, the document is bound
     * to a name at each depth.
     */
    private static String convertNested(String json, Type type, int depth) {
        String documentName = "j" + depth;
        return "list_transform([" + json + "], lambda " + documentName + ": CASE WHEN sr_get_json_string("
                + documentName + ", '$') IS NOT NULL THEN " + convertNonNull(documentName, type, depth) + " END)[1]";
    }

    private static String convertNonNull(String json, Type type, int depth) {
        String elementName = "x" + depth;
        if (type instanceof Type.Array array) {
            return "CAST(list_transform(sr_list(sr_json_elements(" + json + ")), lambda " + elementName + ": "
                    + convertElement(elementName, array.element(), depth) + ") AS " + DuckDbType.nameOf(type) + ")";
        }
        if (type instanceof Type.Map map) {
            return "sr_map(CAST(sr_entries(list_transform(sr_list(sr_json_names(" + json + ")), lambda " + elementName
                    + ": "
                    + CastTranslation.convert(elementName, TranslationTypes.VARCHAR, map.key())
                    + "), list_transform(sr_list(sr_json_values("
                    + json
                    + ")), lambda " + elementName + ": " + convertElement(elementName, map.value(), depth) + ")) AS "
                    + DuckDbType.nameOf(type)
                    + "))";
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String member = "sr_json_member(" + json + ", " + DuckDbQuoting.quoteText(field.name()) + ", "
                    + fields.size() + ")";
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": " + convertElement(member, field.type(), depth));
        }
        return "CAST({" + String.join(", ", fields) + "} AS " + DuckDbType.nameOf(type) + ")";
    }

    private static String convertElement(String json, Type type, int depth) {
        if (type.isComplex()) {
            return convertNested(json, type, depth + 1);
        }
        String convertedText =
                CastTranslation.convert("sr_get_json_string(" + json + ", '$')", TranslationTypes.VARCHAR, type);
        // The text of a long number has an exponent.
        return PrimitiveType.of(type).isFixedPoint()
                ? "coalesce(" + convertedText + ", " + CastTranslation.convert(json, TranslationTypes.JSON, type) + ")"
                : convertedText;
    }
}
