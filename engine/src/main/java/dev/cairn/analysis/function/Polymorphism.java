package dev.cairn.analysis.function;

import dev.cairn.analysis.function.SignatureType.Open;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the open types of a signature from the arguments of a call. */
public final class Polymorphism {
    private Polymorphism() {}

    /** Returns the signature without open types, or null if the arguments are incompatible. */
    static @Nullable Signature decide(Signature signature, List<Type> arguments) {
        boolean fixed = signature.result() instanceof SignatureType.Of;
        long open =
                signature.parameters().stream().filter(Open.class::isInstance).count();
        if (fixed && open == 1) {
            Type result = ((SignatureType.Of) signature.result()).type();
            return signature.decided(withoutNulls(places(signature, arguments)), result);
        }
        if (DeducedResult.covers(signature.function())) {
            List<Type> places = places(signature, arguments);
            Type result = DeducedResult.of(signature.function(), places);
            return result == null ? null : signature.decided(withoutNulls(places), withoutNull(result));
        }
        return signature.parameters().size() == 2 && isSearch(signature.function())
                ? search(signature, arguments)
                : byElements(signature, arguments);
    }

    /**
     * Replaces NULL, also inside nested types, by BOOLEAN, which the server uses if nothing else determines the type.
     */
    public static Type withoutNull(Type type) {
        return type.equals(TypeConstants.NULL) ? TypeConstants.BOOLEAN : type.mapParts(Polymorphism::withoutNull);
    }

    private static List<Type> withoutNulls(List<Type> types) {
        List<Type> decided = new ArrayList<>(types.size());
        for (Type type : types) {
            decided.add(withoutNull(type));
        }
        return decided;
    }

    /**
     * The parameter types of the call: the argument's type where the parameter is open, with NULL replaced by a type of
     * the required nesting.
     */
    private static List<Type> places(Signature signature, List<Type> arguments) {
        List<Type> places = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Type argument = arguments.get(i);
            SignatureType parameter = signature.parameter(i);
            if (parameter instanceof SignatureType.Of of) {
                places.add(of.type());
            } else {
                places.add(argument.equals(TypeConstants.NULL) ? nullAs((Open) parameter) : argument);
            }
        }
        return places;
    }

    private static Type nullAs(Open parameter) {
        return switch (parameter) {
            case ANY -> TypeConstants.NULL;
            case ARRAY -> new Type.Array(TypeConstants.NULL);
            case MAP -> new Type.Map(TypeConstants.NULL, TypeConstants.NULL);
            case STRUCT -> new Type.Struct(List.of(new Type.Field("col1", TypeConstants.NULL)));
        };
    }

    private static boolean isSearch(String function) {
        return function.equals("array_contains") || function.equals("array_position");
    }

    private static @Nullable Signature search(Signature signature, List<Type> arguments) {
        if (!(arguments.get(0) instanceof Type.Array array)) {
            return null;
        }
        Type common = CommonTypes.of(array.element(), arguments.get(1));
        return common == null
                ? null
                : signature.decided(
                        List.of(new Type.Array(common), common), ((SignatureType.Of) signature.result()).type());
    }

    /** Resolves open parameters that share one element type, both as elements and as arrays of it. */
    private static @Nullable Signature byElements(Signature signature, List<Type> arguments) {
        Type element = null;
        boolean first = signature.function().equals("array_sortby");
        for (int i = 0; i < arguments.size(); i++) {
            Type found = element(signature.parameter(i), arguments.get(i));
            if (element == null) {
                element = found;
            } else if (found != null && !first) {
                element = CommonTypes.of(element, found);
                if (element == null) {
                    return null;
                }
            }
        }
        Type decided = element == null ? TypeConstants.BOOLEAN : withoutNull(element);
        List<Type> types = new ArrayList<>(signature.parameters().size());
        for (SignatureType parameter : signature.parameters()) {
            types.add(type(parameter, decided));
        }
        return signature.decided(types, type(signature.result(), decided));
    }

    private static @Nullable Type element(SignatureType parameter, Type argument) {
        if (parameter == Open.ARRAY && argument instanceof Type.Array array) {
            return array.element();
        }
        return parameter == Open.ANY && !argument.equals(TypeConstants.NULL) ? argument : null;
    }

    private static Type type(SignatureType parameter, Type element) {
        if (parameter instanceof SignatureType.Of of) {
            return of.type();
        }
        return parameter == Open.ARRAY ? new Type.Array(element) : element;
    }

    /** Functions of open types that derive their result from the arguments by rules of their own. */
    private static final class DeducedResult {
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

        /**
         * Returns the result type, or null if the arguments are incompatible; writes the common type of the arguments
         * to {@code places}.
         */
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
                throw Refusal.analysis(Span.NONE, FunctionRule.SUM_MAP_NOT_SCALAR);
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
                    throw Refusal.analysis(
                            Span.NONE,
                            FunctionRule.ARGUMENT_TYPES_DIFFER,
                            TypeText.named(common),
                            TypeText.named(place),
                            function);
                }
                common = next;
            }
            Collections.fill(places, common);
            return common;
        }
    }
}
