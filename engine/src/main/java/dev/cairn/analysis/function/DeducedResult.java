package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of open types whose result follows from their arguments in a way of its own. */
final class DeducedResult {
    private static final Set<String> COVERED = Set.of(
            "map_keys",
            "map_values",
            "map_entries",
            "map_from_arrays",
            "map_agg",
            "map_filter",
            "map_concat",
            "distinct_map_keys",
            "max_by",
            "min_by",
            "any_value",
            "sum_map",
            "row",
            "named_struct",
            "arrays_zip",
            "if",
            "ifnull",
            "nullif",
            "coalesce");

    private DeducedResult() {}

    static boolean covers(String function) {
        return COVERED.contains(function);
    }

    /** The result, or null for arguments that don't go together; what all must become is written to the places. */
    static @Nullable Type of(String function, List<Type> places) {
        Type first = places.get(0);
        return switch (function) {
            case "map_keys" -> new Type.Array(((Type.Map) first).key());
            case "map_values" -> new Type.Array(((Type.Map) first).value());
            case "map_entries" -> new Type.Array(entry((Type.Map) first));
            case "map_from_arrays" -> new Type.Map(element(first), element(places.get(1)));
            case "map_agg" -> new Type.Map(first, places.get(1));
            case "sum_map" -> summed((Type.Map) first);
            case "row", "named_struct" -> row(places);
            case "arrays_zip" -> new Type.Array(zipped(places));
            case "if" -> chosen(places);
            case "ifnull", "nullif", "coalesce", "map_concat" -> common(function, places);
            default -> first;
        };
    }

    private static Type element(Type array) {
        return ((Type.Array) array).element();
    }

    private static Type entry(Type.Map map) {
        return new Type.Struct(List.of(new Type.Field("key", map.key()), new Type.Field("value", map.value())));
    }

    private static Type summed(Type.Map map) {
        PrimitiveType key = PrimitiveType.of(map.key());
        PrimitiveType value = PrimitiveType.of(map.value());
        if (key == PrimitiveType.INVALID_TYPE || value == PrimitiveType.INVALID_TYPE) {
            throw Refusal.analysis(Span.NONE, "sum_map only support scalar KV");
        }
        if (value.isInteger() || value == PrimitiveType.BOOLEAN) {
            return new Type.Map(map.key(), TypeConstants.BIGINT);
        }
        return value.isFloatingPoint() ? new Type.Map(map.key(), TypeConstants.DOUBLE) : map;
    }

    private static Type row(List<Type> places) {
        List<Type.Field> fields = new ArrayList<>(places.size());
        for (Type place : places) {
            fields.add(new Type.Field("col" + (fields.size() + 1), place));
        }
        return new Type.Struct(fields);
    }

    private static Type zipped(List<Type> places) {
        return row(places.stream().map(DeducedResult::element).toList());
    }

    private static @Nullable Type chosen(List<Type> places) {
        Type common = CommonTypes.of(places.get(1), places.get(2));
        if (common != null) {
            places.set(1, common);
            places.set(2, common);
        }
        return common;
    }

    private static Type common(String function, List<Type> places) {
        Type common = places.get(0);
        for (Type place : places) {
            Type next = CommonTypes.of(common, place);
            if (next == null) {
                String words = CommonTypes.mismatch(common, place);
                throw Refusal.analysis(
                        Span.NONE,
                        "Getting analyzing error. Detail message: " + words + " in the function [" + function + "]");
            }
            common = next;
        }
        Collections.fill(places, common);
        return common;
    }
}
