package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.ast.Type.Decimal.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the precision and scale of functions of decimals, which their signatures leave open. */
final class DecimalFunctions {
    private static final Set<String> ROUNDING = Set.of("round", "dround", "truncate");
    private static final Set<String> OF_ONE = Set.of("abs", "positive", "negative", "money_format");
    private static final Set<String> OF_SAME = Set.of("least", "greatest", "nullif", "ifnull", "coalesce", "mod", "if");
    private static final Set<String> VARIANCES = Set.of(
            "variance",
            "variance_pop",
            "var_pop",
            "variance_samp",
            "var_samp",
            "std",
            "stddev",
            "stddev_pop",
            "stddev_samp");

    /** A sum with a larger scale would overflow too soon. */
    private static final int SUMMED_SCALE = 18;

    private static final int LARGE_SUMMED_SCALE = 36;

    private static final Decimal WHOLE = new Decimal(Kind.DECIMAL128, 38, 0);
    private static final Decimal LARGE_WHOLE = new Decimal(Kind.DECIMAL256, 76, 0);

    private DecimalFunctions() {}

    static boolean concern(String function, List<Type> types) {
        if (ROUNDING.contains(function)) {
            return true;
        }
        if (function.equals("array_contains") || function.equals("array_position")) {
            return types.size() == 2
                    && types.get(0) instanceof Type.Array array
                    && (Decimals.isDecimal(array.element()) || Decimals.isDecimal(types.get(1)));
        }
        for (Type type : types) {
            if (Decimals.isDecimal(type) || (type instanceof Type.Array array && Decimals.isDecimal(array.element()))) {
                return true;
            }
        }
        return false;
    }

    static Signature find(Invocation call) {
        String function = call.name();
        if (VARIANCES.contains(function)) {
            return required(
                    call, Collections.nCopies(call.count(), TypeConstants.DOUBLE), BuiltinFunctions.named(function));
        }
        List<Type> types = alike(call);
        Signature found = required(call, types, BuiltinFunctions.named(function));
        if (ROUNDING.contains(function)) {
            return rounding(call, found);
        }
        if (OF_ONE.contains(function)) {
            return givesDecimal(found) ? found.giving(types.get(0)) : found;
        }
        if (OF_SAME.contains(function)) {
            return givesDecimal(found) ? found.giving(types.get(function.equals("if") ? 1 : 0)) : found;
        }
        Type result = result(function, types);
        if (result == null) {
            result = DecimalArrays.result(function, types);
        }
        return result == null ? found : found.giving(result);
    }

    private static Signature required(Invocation call, List<Type> types, Overloads overloads) {
        Signature found = overloads.find(types);
        if (found == null) {
            throw none(call, types.stream().map(TypeText::shown).collect(Collectors.joining(", ")));
        }
        return found;
    }

    static Refusal none(Invocation call, String types) {
        return call.refusal(FunctionRule.NO_MATCHING_DECIMAL_FUNCTION, call.name(), types);
    }

    private static boolean givesDecimal(Signature signature) {
        return signature.result() instanceof SignatureType.Of of && Decimals.isDecimal(of.type());
    }

    /** The argument types, cast to a common type if the function requires it. */
    private static List<Type> alike(Invocation call) {
        String function = call.name();
        if (OF_SAME.contains(function)) {
            return same(call, function.equals("if") ? 1 : 0);
        }
        return DecimalArrays.covers(function) ? DecimalArrays.alike(call) : call.types();
    }

    private static List<Type> same(Invocation call, int from) {
        List<Type> types = call.types();
        if (types.stream().skip(from).noneMatch(Decimals::isDecimal)) {
            return types;
        }
        Type common = types.get(from);
        for (Type type : types.subList(from + 1, types.size())) {
            common = CommonTypes.ofArguments(common, type);
        }
        if (common == null) {
            String invalid = String.join(", ", Collections.nCopies(types.size() - from, "INVALID_TYPE"));
            throw none(call, from == 0 ? invalid : "boolean, " + invalid);
        }
        List<Type> alike = new ArrayList<>(Collections.nCopies(types.size(), common));
        if (from == 1) {
            alike.set(0, TypeConstants.BOOLEAN);
        }
        return alike;
    }

    /** The result type of an aggregate function; null for the functions whose listed result applies. */
    private static @Nullable Type result(String function, List<Type> types) {
        Type first = types.get(0);
        return switch (function) {
            case "max",
                    "min",
                    "lead",
                    "lag",
                    "first_value",
                    "last_value",
                    "any_value",
                    "array_unique_agg",
                    "max_by",
                    "min_by" -> first;
            case "array_agg_distinct" -> new Type.Array(first);
            case "approx_top_k" ->
                new Type.Array(new Type.Struct(
                        List.of(new Type.Field("item", first), new Type.Field("count", TypeConstants.BIGINT))));
            case "sum", "multi_distinct_sum" -> first instanceof Decimal decimal ? sum(decimal) : null;
            case "avg" -> first instanceof Decimal decimal ? average(decimal) : null;
            default -> null;
        };
    }

    static Decimal sum(Decimal decimal) {
        Kind kind = Decimals.isLarge(decimal) ? Kind.DECIMAL256 : Kind.DECIMAL128;
        return new Decimal(kind, kind.mostDigits(), summed(decimal).scale());
    }

    static Decimal average(Decimal decimal) {
        return Decimals.quotient(summed(decimal), Decimals.isLarge(decimal) ? LARGE_WHOLE : WHOLE);
    }

    private static Decimal summed(Decimal decimal) {
        boolean large = Decimals.isLarge(decimal);
        int scale = large ? LARGE_SUMMED_SCALE : SUMMED_SCALE;
        if (decimal.scale() <= scale) {
            return decimal;
        }
        Kind kind = large ? Kind.DECIMAL256 : Kind.DECIMAL128;
        return new Decimal(kind, kind.mostDigits(), scale);
    }

    /**
     * The second argument of a rounding function is the result's number of fractional digits, known only if it is a
     * literal.
     */
    private static Signature rounding(Invocation call, Signature found) {
        if (!(found.parameters().get(0) instanceof SignatureType.Of of) || !Decimals.isDecimal(of.type())) {
            return found;
        }
        int scale = call.type(0) instanceof Decimal decimal && Decimals.isDecimal(decimal) ? decimal.scale() : 9;
        int most = Kind.DECIMAL128.mostDigits();
        Expression digits = call.count() > 1 ? call.argument(1) : null;
        Long said = digits == null ? Long.valueOf(0) : digits.integerValue();
        if (said != null) {
            scale = (int) Math.max(0, said > scale ? Math.min(said, most) : said);
        } else if (digits != null && !digits.contains(Expression.Reference.class::isInstance)) {
            Signature inexact =
                    BuiltinFunctions.named(call.name()).find(List.of(TypeConstants.DOUBLE, TypeConstants.INT));
            return inexact == null ? found : inexact;
        }
        return found.giving(new Decimal(Kind.DECIMAL128, most, scale));
    }

    static Refusal tooLarge(String function) {
        return Refusal.analysis(Span.NONE, FunctionRule.ARRAY_FUNCTION_OF_DECIMAL256, function);
    }

    /** Functions of arrays of decimals. */
    private static final class DecimalArrays {
        private static final Set<String> OF_TWO = Set.of(
                "arrays_overlap", "array_contains_all", "array_contains_seq", "array_contains", "array_position");

        private static final Set<String> OF_ALL = Set.of("array_intersect", "array_concat");

        private DecimalArrays() {}

        /** Whether the function requires arguments of a common type. */
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
                common = OF_ALL.contains(call.name())
                        ? CommonTypes.ofArguments(common, element)
                        : ofTwo(common, element);
            }
            if (common == null) {
                throw DecimalFunctions.none(
                        call, String.join(", ", Collections.nCopies(call.count(), "array<INVALID_TYPE>")));
            }
            Type array = new Type.Array(common);
            boolean element =
                    call.name().equals("array_contains") || call.name().equals("array_position");
            return element ? List.of(array, common) : Collections.nCopies(call.count(), array);
        }

        private static @Nullable Type ofTwo(@Nullable Type one, Type other) {
            return one == null ? null : CommonTypes.ofScalars(one, other);
        }

        /** The result type of the function; null if its listed result applies. */
        static @Nullable Type result(String function, List<Type> types) {
            Type first = types.get(0);
            Decimal element =
                    first instanceof Type.Array array && array.element() instanceof Decimal decimal ? decimal : null;
            if (element != null && Decimals.isLarge(element) && isLimited(function)) {
                throw DecimalFunctions.tooLarge(function);
            }
            return switch (function) {
                case "array_distinct", "array_sort", "reverse", "array_intersect", "array_concat", "array_slice" ->
                    first;
                case "array_max", "array_min" -> element;
                case "array_sum" -> element == null ? null : DecimalFunctions.sum(element);
                case "array_avg" ->
                    element == null ? null : Decimals.quotient(element, new Decimal(Decimal.Kind.DECIMAL128, 38, 0));
                case "array_difference" -> element == null ? null : new Type.Array(Decimals.sum(element, element));
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
}
