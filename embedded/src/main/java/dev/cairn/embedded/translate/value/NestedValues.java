package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The order of maps within nested values, and the equality of nested values. */
public final class NestedValues {
    private NestedValues() {}

    public static boolean is(Type type) {
        return type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** Returns a value whose maps are sorted by their keys, NULL first, as in the tables of a server. */
    public static String sorted(String sql, Type type) {
        return sorted(sql, type, 0);
    }

    private static String sorted(String sql, Type type, int depth) {
        String each = "m" + depth;
        if (type instanceof Type.Array array) {
            String element = sorted(each, array.element(), depth + 1);
            return element.equals(each) ? sql : "list_transform(" + sql + ", lambda " + each + ": " + element + ")";
        }
        if (type instanceof Type.Map map) {
            String value = sorted(each + ".value", map.value(), depth + 1);
            String entries = value.equals(each + ".value")
                    ? sql
                    : "list_transform(" + sql + ", lambda " + each + ": {key: " + each + ".key, value: " + value + "})";
            return "sr_sorted_map(" + entries + ")";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            boolean changed = false;
            for (Type.Field field : struct.fields()) {
                String name = DuckDbQuoting.name(field.name());
                String value = sorted("(" + sql + ")." + name, field.type(), depth + 1);
                changed |= !value.equals("(" + sql + ")." + name);
                fields.add(name + ": " + value);
            }
            return changed ? "CASE WHEN " + sql + " IS NOT NULL THEN {" + String.join(", ", fields) + "} END" : sql;
        }
        return sql;
    }

    /** Returns whether two values of a type are equal: NULL if this depends on elements that are NULL. */
    public static String equal(String left, String right, Type type) {
        return equal(sorted(left, type), sorted(right, type), type, 0);
    }

    private static String equal(String left, String right, Type type, int depth) {
        if (type instanceof Type.Array array) {
            return ofLists(left, right, depth, (one, other) -> equal(one, other, array.element(), depth + 1));
        }
        if (type instanceof Type.Map map) {
            return ofLists(
                    left,
                    right,
                    depth,
                    (one, other) -> "(" + one + ").key = (" + other + ").key AND "
                            + equal("(" + one + ").value", "(" + other + ").value", map.value(), depth + 1));
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                String name = ")." + DuckDbQuoting.name(field.name());
                fields.add(equal("(" + left + name, "(" + right + name, field.type(), depth + 1));
            }
            return ofPresent(left, right, "(" + String.join(" AND ", fields) + ")");
        }
        return "(" + left + " = " + right + ")";
    }

    private static String ofLists(String left, String right, int depth, BiFunction<String, String, String> elements) {
        String pair = "p" + depth;
        return ofPresent(
                left,
                right,
                "CASE WHEN len(" + left + ") <> len(" + right + ") THEN FALSE ELSE sr_all(list_transform(list_zip("
                        + left
                        + ", " + right + "), lambda " + pair + ": " + elements.apply(pair + "[1]", pair + "[2]")
                        + ")) END");
    }

    private static String ofPresent(String left, String right, String equal) {
        return "CASE WHEN " + left + " IS NOT NULL AND " + right + " IS NOT NULL THEN " + equal + " END";
    }
}
