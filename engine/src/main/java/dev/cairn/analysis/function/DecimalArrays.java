package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.DecimalArithmetic;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of arrays of decimals. */
final class DecimalArrays {
    private static final Set<String> OF_TWO =
            Set.of("arrays_overlap", "array_contains_all", "array_contains_seq", "array_contains", "array_position");

    private static final Set<String> OF_ALL = Set.of("array_intersect", "array_concat");

    private DecimalArrays() {}

    /** Whether the function wants its arguments alike. */
    static boolean covers(String function) {
        return OF_TWO.contains(function) || OF_ALL.contains(function);
    }

    static List<Type> alike(Invocation call) {
        List<Type> elements = new ArrayList<>(call.count());
        for (Type type : call.types()) {
            elements.add(type instanceof Type.Array array ? array.element() : type);
        }
        Type common = elements.get(0);
        for (Type element : elements.subList(1, elements.size())) {
            common = OF_ALL.contains(call.name()) ? CommonTypes.ofArguments(common, element) : ofTwo(common, element);
        }
        if (common == null) {
            throw DecimalFunctions.none(
                    call, String.join(", ", Collections.nCopies(call.count(), "array<INVALID_TYPE>")));
        }
        Type array = new Type.Array(common);
        boolean element = call.name().equals("array_contains") || call.name().equals("array_position");
        return element ? List.of(array, common) : Collections.nCopies(call.count(), array);
    }

    private static @Nullable Type ofTwo(@Nullable Type one, Type other) {
        return one == null ? null : CommonTypes.ofScalars(one, other);
    }

    /** What the function gives, or null where the list says it. */
    static @Nullable Type result(String function, List<Type> types) {
        Type first = types.get(0);
        Decimal element =
                first instanceof Type.Array array && array.element() instanceof Decimal decimal ? decimal : null;
        if (element != null && Decimals.isLarge(element) && isLimited(function)) {
            throw DecimalFunctions.tooLarge(function);
        }
        return switch (function) {
            case "array_distinct", "array_sort", "reverse", "array_intersect", "array_concat", "array_slice" -> first;
            case "array_max", "array_min" -> element;
            case "array_sum" -> element == null ? null : DecimalFunctions.sum(element);
            case "array_avg" ->
                element == null
                        ? null
                        : DecimalArithmetic.quotient(element, new Decimal(Decimal.Kind.DECIMAL128, 38, 0));
            case "array_difference" -> element == null ? null : new Type.Array(DecimalArithmetic.sum(element, element));
            default -> null;
        };
    }

    private static boolean isLimited(String function) {
        return switch (function) {
            case "array_sum",
                    "array_avg",
                    "array_min",
                    "array_max",
                    "array_distinct",
                    "array_sort",
                    "reverse",
                    "array_intersect",
                    "array_difference",
                    "arrays_overlap",
                    "array_concat",
                    "array_slice",
                    "array_contains",
                    "array_contains_all",
                    "array_contains_seq",
                    "array_position" -> true;
            default -> false;
        };
    }
}
