package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The order of maps within nested values, and the equality of nested values. */
public final class NestedValues {
    private NestedValues() {}

    public static boolean is(Type type) {
        return type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** Returns a value whose maps are sorted by their keys, NULL first, as in the tables of a server. */
    public static String sortMaps(String sql, Type type) {
        return sortMaps(sql, type, 0);
    }

    private static String sortMaps(String sql, Type type, int depth) {
        String each = "m" + depth;
        if (type instanceof Type.Array array) {
            String element = sortMaps(each, array.element(), depth + 1);
            return element.equals(each) ? sql : "list_transform(" + sql + ", lambda " + each + ": " + element + ")";
        }
        if (type instanceof Type.Map map) {
            String value = sortMaps(each + ".value", map.value(), depth + 1);
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
                String value = sortMaps("(" + sql + ")." + name, field.type(), depth + 1);
                changed |= !value.equals("(" + sql + ")." + name);
                fields.add(name + ": " + value);
            }
            return changed ? "CASE WHEN " + sql + " IS NOT NULL THEN {" + String.join(", ", fields) + "} END" : sql;
        }
        return sql;
    }

    /** Returns whether two values of a type are equal: NULL if this depends on elements that are NULL. */
    public static String equality(String left, String right, Type type) {
        return equality(left, right, type, 0);
    }

    private static String equality(String left, String right, Type type, int depth) {
        if (type instanceof Type.Array array) {
            return ofLists(
                    "list_zip",
                    left,
                    right,
                    depth,
                    pair -> equality(pair + "[1]", pair + "[2]", array.element(), depth + 1));
        }
        if (type instanceof Type.Map map) {
            return ofLists(
                    "sr_map_pairs",
                    left,
                    right,
                    depth,
                    pair -> pair + ".same AND " + equality(pair + ".one", pair + ".other", map.value(), depth + 1));
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                fields.add(equality(field(left, field), field(right, field), field.type(), depth + 1));
            }
            return ofPresent(left, right, "(" + String.join(" AND ", fields) + ")");
        }
        return "(" + left + " = " + right + ")";
    }

    /** Returns a field with its type, which DuckDB does not know of a struct that is NULL as it is written. */
    private static String field(String struct, Type.Field field) {
        String value = "(" + struct + ")." + DuckDbQuoting.name(field.name());
        return is(field.type()) ? "CAST(" + value + " AS " + DuckDbType.nameOf(field.type()) + ")" : value;
    }

    /** @param pairs the function that pairs the elements of the lists */
    private static String ofLists(
            String pairs, String left, String right, int depth, UnaryOperator<String> comparison) {
        String pair = "p" + depth;
        return ofPresent(
                left,
                right,
                "CASE WHEN len(" + left + ") <> len(" + right + ") THEN FALSE ELSE sr_all(list_transform(" + pairs + "("
                        + left + ", " + right + "), lambda " + pair + ": " + comparison.apply(pair) + ")) END");
    }

    private static String ofPresent(String left, String right, String equal) {
        return "CASE WHEN " + left + " IS NOT NULL AND " + right + " IS NOT NULL THEN " + equal + " END";
    }

    /**
     * Returns whether two values of a type are different. The server compares arrays by their order, in which elements that
     * are NULL are equal, and maps are never equal; other values are different if they are not {@link #equality}.
     */
    public static String difference(String left, String right, Type type) {
        if (!(type instanceof Type.Array array)) {
            return "NOT (" + equality(left, right, type) + ")";
        }
        return ofPresent(left, right, elementDifference(left, right, array, 0));
    }

    private static String elementDifference(String left, String right, Type.Array array, int depth) {
        String pair = "p" + depth;
        return "(len(" + left + ") <> len(" + right + ") OR list_contains(list_transform(list_zip(" + left + ", "
                + right
                + "), lambda " + pair + ": "
                + orderedDifference(pair + "[1]", pair + "[2]", array.element(), depth + 1) + "), TRUE))";
    }

    private static String orderedDifference(String left, String right, Type type, int depth) {
        if (!hasMap(type)) {
            return "(" + left + " IS DISTINCT FROM " + right + ")";
        }
        String different = "TRUE";
        if (type instanceof Type.Array array) {
            different = elementDifference(left, right, array, depth);
        } else if (type instanceof Type.Struct struct) {
            different = struct.fields().stream()
                    .map(field -> orderedDifference(field(left, field), field(right, field), field.type(), depth + 1))
                    .collect(Collectors.joining(" OR ", "(", ")"));
        }
        return "CASE WHEN " + left + " IS NOT NULL AND " + right + " IS NOT NULL THEN " + different + " ELSE (" + left
                + " IS NULL) <> (" + right + " IS NULL) END";
    }

    private static boolean hasMap(Type type) {
        if (type instanceof Type.Array array) {
            return hasMap(array.element());
        }
        return type instanceof Type.Map
                || (type instanceof Type.Struct struct
                        && struct.fields().stream().map(Type.Field::type).anyMatch(NestedValues::hasMap));
    }

    /** Returns whether two values are the same key of a hash join: elements that are NULL are equal. */
    public static String sameKeys(String left, String right, Type type) {
        return "(" + sortMaps(left, type) + " = " + sortMaps(right, type) + ")";
    }

    /** Returns a value that DuckDB compares as the server does: NULL is the greatest element. */
    public static String orderable(String sql, Type type) {
        if (hasMap(type)) {
            throw UnsupportedFeature.type(TypeFormat.formatForMessages(type) + " in an order");
        }
        return sql;
    }

    /** Returns a sort key in whose order NULL is the least element, as in ORDER BY with NULLS FIRST. */
    public static String nullsFirst(String sql, Type type) {
        return orderKey(orderable(sql, type), type, 0);
    }

    private static String orderKey(String sql, Type type, int depth) {
        if (type instanceof Type.Array array) {
            String each = "m" + depth;
            return "list_transform(" + sql + ", lambda " + each + ": {present: " + each + " IS NOT NULL, value: "
                    + orderKey(each, array.element(), depth + 1) + "})";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                String value = "(" + sql + ")." + DuckDbQuoting.name(field.name());
                String place = String.valueOf(fields.size());
                fields.add("p" + place + ": " + value + " IS NOT NULL, v" + place + ": "
                        + orderKey(value, field.type(), depth + 1));
            }
            return "CASE WHEN " + sql + " IS NOT NULL THEN {" + String.join(", ", fields) + "} END";
        }
        return sql;
    }
}
