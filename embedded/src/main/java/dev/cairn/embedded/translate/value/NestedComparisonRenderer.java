package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Renders comparisons and sort keys of nested values, and the sorting of the maps in them, as SQL of DuckDB. The
 * parameter of a lambda is named after its depth, because a lambda may be inside of another one.
 */
public final class NestedComparisonRenderer {
    private NestedComparisonRenderer() {}

    /** Returns a value whose maps are sorted by their keys, NULL first, as in the tables of a server. */
    public static String renderSortedMaps(String sql, Type type) {
        return renderSortedMaps(sql, type, 0);
    }

    private static String renderSortedMaps(String sql, Type type, int depth) {
        String parameterName = "m" + depth;
        if (type instanceof Type.Array array) {
            String sortedElement = renderSortedMaps(parameterName, array.element(), depth + 1);
            return sortedElement.equals(parameterName)
                    ? sql
                    : "list_transform(" + sql + ", lambda " + parameterName + ": " + sortedElement + ")";
        }
        if (type instanceof Type.Map map) {
            String sortedValue = renderSortedMaps(parameterName + ".value", map.value(), depth + 1);
            String entriesSql = sortedValue.equals(parameterName + ".value")
                    ? sql
                    : "list_transform(" + sql + ", lambda " + parameterName + ": {key: " + parameterName
                            + ".key, value: " + sortedValue + "})";
            return "sr_sorted_map(" + entriesSql + ")";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            boolean isChanged = false;
            for (Type.Field field : struct.fields()) {
                String fieldSql = renderFieldAccess(sql, field);
                String value = renderSortedMaps(fieldSql, field.type(), depth + 1);
                isChanged |= !value.equals(fieldSql);
                fields.add(DuckDbQuoting.quoteName(field.name()) + ": " + value);
            }
            return isChanged ? "CASE WHEN " + sql + " IS NOT NULL THEN {" + String.join(", ", fields) + "} END" : sql;
        }
        return sql;
    }

    /**
     * Returns the condition that two values of a type are equal. It is NULL if this depends on elements that are NULL.
     */
    public static String renderEquality(String left, String right, Type type) {
        return renderEquality(left, right, type, 0);
    }

    private static String renderEquality(String left, String right, Type type, int depth) {
        if (type instanceof Type.Array array) {
            return renderListComparison(
                    "list_zip",
                    left,
                    right,
                    depth,
                    pair -> renderEquality(pair + "[1]", pair + "[2]", array.element(), depth + 1));
        }
        if (type instanceof Type.Map map) {
            return renderListComparison(
                    "sr_map_pairs",
                    left,
                    right,
                    depth,
                    pair -> pair + ".same AND "
                            + renderEquality(pair + ".one", pair + ".other", map.value(), depth + 1));
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                fields.add(
                        renderEquality(renderField(left, field), renderField(right, field), field.type(), depth + 1));
            }
            return renderIfNonNull(left, right, "(" + String.join(" AND ", fields) + ")");
        }
        return "(" + left + " = " + right + ")";
    }

    /** Returns a field with its type, which DuckDB does not know if the struct is the literal NULL. */
    private static String renderField(String structSql, Type.Field field) {
        String value = renderFieldAccess(structSql, field);
        return field.type().isNested() ? "CAST(" + value + " AS " + DuckDbType.typeName(field.type()) + ")" : value;
    }

    private static String renderFieldAccess(String structSql, Type.Field field) {
        return "(" + structSql + ")." + DuckDbQuoting.quoteName(field.name());
    }

    /**
     * Returns the condition that two lists are equally long, and that a condition holds for each pair of their
     * elements. It is NULL if one of the lists is NULL.
     *
     * @param pairFunction the function of DuckDB that pairs the elements of the lists
     * @param comparisonRenderer renders the condition of a pair, given the name of the pair
     */
    private static String renderListComparison(
            String pairFunction, String left, String right, int depth, UnaryOperator<String> comparisonRenderer) {
        String pair = "p" + depth;
        return renderIfNonNull(
                left,
                right,
                "CASE WHEN len(" + left + ") <> len(" + right + ") THEN FALSE ELSE sr_all(list_transform("
                        + pairFunction + "(" + left + ", " + right + "), lambda " + pair + ": "
                        + comparisonRenderer.apply(pair)
                        + ")) END");
    }

    private static String renderIfNonNull(String left, String right, String equality) {
        return "CASE WHEN " + left + " IS NOT NULL AND " + right + " IS NOT NULL THEN " + equality + " END";
    }

    /**
     * Returns the condition that two values of a type are different. The server compares arrays by their order: NULL
     * elements are equal, and two maps in an array are never equal. Other values are different if
     * {@link #renderEquality} is false.
     */
    public static String renderDifference(String left, String right, Type type) {
        if (!(type instanceof Type.Array array)) {
            return "NOT (" + renderEquality(left, right, type) + ")";
        }
        return renderIfNonNull(left, right, renderElementDifference(left, right, array, 0));
    }

    private static String renderElementDifference(String left, String right, Type.Array array, int depth) {
        String pair = "p" + depth;
        return "(len(" + left + ") <> len(" + right + ") OR list_contains(list_transform(list_zip(" + left + ", "
                + right
                + "), lambda " + pair + ": "
                + renderOrderedDifference(pair + "[1]", pair + "[2]", array.element(), depth + 1) + "), TRUE))";
    }

    /**
     * Returns the condition that two elements differ in the order of arrays, in which NULL is equal to NULL. It is
     * never NULL.
     */
    private static String renderOrderedDifference(String left, String right, Type type, int depth) {
        if (!containsMap(type)) {
            return "(" + left + " IS DISTINCT FROM " + right + ")";
        }
        String difference = "TRUE";
        if (type instanceof Type.Array array) {
            difference = renderElementDifference(left, right, array, depth);
        } else if (type instanceof Type.Struct struct) {
            difference = struct.fields().stream()
                    .map(field -> renderOrderedDifference(
                            renderField(left, field), renderField(right, field), field.type(), depth + 1))
                    .collect(Collectors.joining(" OR ", "(", ")"));
        }
        return "CASE WHEN " + left + " IS NOT NULL AND " + right + " IS NOT NULL THEN " + difference + " ELSE (" + left
                + " IS NULL) <> (" + right + " IS NULL) END";
    }

    private static boolean containsMap(Type type) {
        if (type instanceof Type.Array array) {
            return containsMap(array.element());
        }
        return type instanceof Type.Map
                || (type instanceof Type.Struct struct
                        && struct.fields().stream()
                                .map(Type.Field::type)
                                .anyMatch(NestedComparisonRenderer::containsMap));
    }

    /** Returns the condition that two values are the same key of a hash join, in which NULL elements are equal. */
    public static String renderKeyEquality(String left, String right, Type type) {
        return "(" + renderSortedMaps(left, type) + " = " + renderSortedMaps(right, type) + ")";
    }

    /**
     * Returns the value unchanged if DuckDB compares its type as the server does, with NULL as the greatest element;
     * refuses a type that contains a map.
     */
    public static String requireOrderable(String sql, Type type) {
        if (containsMap(type)) {
            throw UnsupportedFeatureRefusals.createTypeRefusal(TypeFormat.formatForMessages(type) + " in an order");
        }
        return sql;
    }

    /** Returns a sort key in whose order NULL is the least element, like in ORDER BY with NULLS FIRST. */
    public static String renderNullsFirstSortKey(String sql, Type type) {
        return renderSortKey(requireOrderable(sql, type), type, 0);
    }

    private static String renderSortKey(String sql, Type type, int depth) {
        if (type instanceof Type.Array array) {
            String parameterName = "m" + depth;
            return "list_transform(" + sql + ", lambda " + parameterName + ": {present: " + parameterName
                    + " IS NOT NULL, value: " + renderSortKey(parameterName, array.element(), depth + 1) + "})";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                String value = renderFieldAccess(sql, field);
                String position = String.valueOf(fields.size());
                fields.add("p" + position + ": " + value + " IS NOT NULL, v" + position + ": "
                        + renderSortKey(value, field.type(), depth + 1));
            }
            return "CASE WHEN " + sql + " IS NOT NULL THEN {" + String.join(", ", fields) + "} END";
        }
        return sql;
    }
}
