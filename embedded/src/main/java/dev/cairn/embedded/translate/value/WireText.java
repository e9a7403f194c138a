package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as they travel to clients; bytes as hex, for the texts of DuckDB hold none. What only functions can read travels as
 * NULL.
 */
public final class WireText {
    private WireText() {}

    public static String of(String sql, Type type) {
        if (type instanceof Type.Array array) {
            return "'[' || array_to_string(list_transform(" + sql + ", lambda x: " + inner("x", array.element())
                    + "), ',') || ']'";
        }
        if (type instanceof Type.Map map) {
            return "'{' || array_to_string(list_transform(map_entries(" + sql + "), lambda e: "
                    + inner("e.key", map.key()) + " || ':' || " + inner("e.value", map.value()) + "), ',') || '}'";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                fields.add(DuckDbQuoting.text("\"" + field.name() + "\":") + " || "
                        + inner(sql + "." + DuckDbQuoting.name(field.name()), field.type()));
            }
            return "CASE WHEN " + sql + " IS NOT NULL THEN '{' || " + String.join(" || ',' || ", fields)
                    + " || '}' END";
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        if (primitive == PrimitiveType.JSON) {
            return sql;
        }
        if (primitive == PrimitiveType.VARBINARY) {
            return "hex(" + sql + ")";
        }
        return primitive.isMetric() || primitive == PrimitiveType.NULL_TYPE
                ? "CAST(NULL AS VARCHAR)"
                : Conversion.of(sql, type, TranslationTypes.VARCHAR);
    }

    private static String inner(String sql, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        String text = primitive == PrimitiveType.VARBINARY
                ? Conversion.of(sql, type, TranslationTypes.VARCHAR)
                : of(sql, type);
        if (primitive == PrimitiveType.JSON) {
            text = "'''' || replace(replace(" + text + ", '\\', '\\\\'), '''', '\\''') || ''''";
        } else if (primitive.isCharacters() || primitive == PrimitiveType.VARBINARY) {
            text = "'\"' || replace(replace(" + text + ", '\\', '\\\\'), '\"', '\\\"') || '\"'";
        } else if (primitive.isDate()) {
            text = "'\"' || " + text + " || '\"'";
        }
        return "coalesce(" + text + ", 'null')";
    }
}
