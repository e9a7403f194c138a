package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load makes of a text that goes to a column. Elements of JSON are read as texts of their own, digit by digit, and not as
 * CAST would read them.
 */
public final class LoadedValue {
    private LoadedValue() {}

    /** Of a text, in terms of DuckDB; NULL where there is no value for it. */
    public static String of(String text, Type type) {
        return isNested(type)
                ? nested("sr_json_parse(" + text + ")", type, 0)
                : Conversion.of(text, TranslationTypes.VARCHAR, type);
    }

    private static boolean isNested(Type type) {
        return type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** DuckDB calculates an expression as often as it stands there: so a document has a name at each depth. */
    private static String nested(String json, Type type, int depth) {
        String named = "j" + depth;
        return "list_transform([" + json + "], lambda " + named + ": CASE WHEN sr_json_string(" + named
                + ", '$') IS NOT NULL THEN " + present(named, type, depth) + " END)[1]";
    }

    private static String present(String json, Type type, int depth) {
        String element = "x" + depth;
        if (type instanceof Type.Array array) {
            return "CAST(list_transform(sr_list(sr_json_elements(" + json + ")), lambda " + element + ": "
                    + one(element, array.element(), depth) + ") AS " + DuckDbType.of(type) + ")";
        }
        if (type instanceof Type.Map map) {
            return "CAST(map(list_transform(sr_list(sr_json_names(" + json + ")), lambda " + element + ": "
                    + Conversion.of(element, TranslationTypes.VARCHAR, map.key())
                    + "), list_transform(sr_list(sr_json_values("
                    + json
                    + ")), lambda " + element + ": " + one(element, map.value(), depth) + ")) AS " + DuckDbType.of(type)
                    + ")";
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : ((Type.Struct) type).fields()) {
            String member =
                    "sr_json_member(" + json + ", " + DuckDbQuoting.text(field.name()) + ", " + fields.size() + ")";
            fields.add(DuckDbQuoting.name(field.name()) + ": " + one(member, field.type(), depth));
        }
        return "CAST({" + String.join(", ", fields) + "} AS " + DuckDbType.of(type) + ")";
    }

    private static String one(String json, Type type, int depth) {
        if (isNested(type)) {
            return nested(json, type, depth + 1);
        }
        String ofText = Conversion.of("sr_json_string(" + json + ", '$')", TranslationTypes.VARCHAR, type);
        // The text of a long number has an exponent.
        return PrimitiveType.of(type).isFixedPoint()
                ? "coalesce(" + ofText + ", " + Conversion.of(json, TranslationTypes.JSON, type) + ")"
                : ofText;
    }
}
