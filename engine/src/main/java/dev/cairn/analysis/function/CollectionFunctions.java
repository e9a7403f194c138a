package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of arrays, maps and structs: their signatures in the notation of {@link SignatureNotation}, and the
 * checks of their arguments that no signature expresses.
 */
final class CollectionFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String declarations() {
        return """
            array_length (array) int; is STRICT
            array_append, array_remove (array, any) array; is TOTAL
            array_contains (array, any) boolean | ([T], T) boolean for boolean INTEGERS decimalv2 DECIMALS float double
                varchar date datetime; decimals ARRAY_SEARCH; is TOTAL
            array_sum ([T]) bigint for boolean tinyint smallint int bigint | ([largeint]) largeint | ([decimalv2])
                decimalv2 | ([T]) decimal128 for DECIMALS | ([float]) double | ([double]) double; decimals
                SUM_OF_ELEMENTS
            array_avg ([T]) double for boolean INTEGERS | ([decimalv2]) decimalv2 | ([T]) decimal128 for DECIMALS |
                ([float]) double | ([double]) double; decimals AVERAGE_OF_ELEMENTS
            array_min, array_max ([T]) T for boolean INTEGERS float DECIMALS double decimalv2 date datetime varchar;
                decimals ELEMENT
            array_position (array, any) int | ([T], T) int for boolean INTEGERS decimalv2 DECIMALS float double varchar
                date datetime; decimals ARRAY_SEARCH; is TOTAL
            array_distinct ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date |
                (array) array; decimals SAME_ARRAY; is STRICT
            array_sort ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date json;
                decimals SAME_ARRAY; lambda SORT_ARRAY since 4.1; is STRICT
            array_join ([varchar], varchar) varchar | ([varchar], varchar, varchar) varchar; is TOTAL
            array_difference ([T]) [bigint] for boolean tinyint smallint int bigint | ([largeint]) [largeint] |
                ([float]) [double] | ([T]) [T] for decimalv2 DECIMALS double; decimals DIFFERENCES_OF_ELEMENTS; is TOTAL
            array_slice ([T], bigint, bigint) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2
                varchar json | (array, bigint, bigint) array | ([T], bigint) [T] for date datetime boolean INTEGERS
                float DECIMALS double decimalv2 varchar json | (array, bigint) array; decimals SAME_ARRAY; is TOTAL
            array_concat ([T]...) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2 varchar json |
                (array...) array; decimals COMMON_ARRAY; is TOTAL
            arrays_zip (array...) array; since 4.1
            arrays_overlap ([T], [T]) boolean for date datetime boolean INTEGERS float DECIMALS double decimalv2
                varchar | (array, array) boolean; decimals ARRAY_PAIR
            array_intersect ([T]...) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2 varchar |
                (array...) array; decimals COMMON_ARRAY; is TOTAL
            array_cum_sum ([bigint]) [bigint] | ([double]) [double]; is TOTAL
            array_contains_all (array, array) boolean | ([T], [T]) boolean for boolean INTEGERS decimalv2 DECIMALS float
                double varchar date datetime; decimals ARRAY_PAIR; is TOTAL
            array_contains_seq (array, array) boolean | ([T], [T]) boolean for boolean INTEGERS decimalv2 DECIMALS float
                double varchar date datetime; decimals ARRAY_PAIR
            array_filter (array, [boolean]) array; lambda FILTER_ARRAY
            all_match, any_match ([boolean]) boolean; lambda MATCH
            array_sortby (array, [T]) array for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date
                json | (array, array, array...) array; lambda SORT_ARRAY_BY
            array_generate (T, T, T) [T] for INTEGERS | (datetime, datetime, int, varchar) [datetime] since 4.0 | (date,
                date, int, varchar) [date] since 4.0
            array_repeat (any, int) array; is TOTAL PASSES_NULL
            array_top_n (array, int) array; is TOTAL; since 4.1
            array_flatten (array) any; is PASSES_NULL
            map_size (map) int; is STRICT
            map_keys, map_values (map) array; is STRICT
            map_entries (map) array; is STRICT; since 4.0
            map_from_arrays (array, array) map
            map_filter (map, [boolean]) map; lambda FILTER_MAP
            distinct_map_keys (map) map; is TOTAL
            map_concat (map...) map; is TOTAL
            cardinality (map) int | (array) int; is STRICT
            row, named_struct (any...) struct; is NEVER_NULL
            array_map; lambda MAP_ARRAY
            transform; means array_map; is REWRITTEN_LATE
            array_sort_lambda; lambda SORT_ARRAY; since 4.1
            transform_keys; lambda MAP_KEYS
            transform_values; lambda MAP_VALUES
            map_apply; lambda MAP_ENTRIES
            map, element_at; is WITHOUT_OVER
            struct; means row; is NEVER_NULL
            """;
    }

    private static final Type BOOLEAN_ARRAY = new Type.Array(TypeConstants.BOOLEAN);

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "array_avg",
                    "array_max",
                    "array_min",
                    "array_sort",
                    "array_sum",
                    "array_cum_sum",
                    "array_distinct",
                    "array_length" -> function.setArgumentCheck(CollectionFunctions::requireOneArray);
            case "array_difference" ->
                function.setArgumentCheck(CollectionFunctions::requireOneArray)
                        .setResolvedCallCheck(CollectionFunctions::requireNumbers);
            case "array_flatten" -> function.setArgumentCheck(CollectionFunctions::requireArrayOfArrays);
            case "array_contains_all", "array_contains_seq", "arrays_overlap" ->
                function.setArgumentCheck(CollectionFunctions::requireTwoArrays);
            case "array_intersect", "array_concat" -> function.setArgumentCheck(CollectionFunctions::requireArrays);
            case "array_append", "array_join", "array_remove", "array_slice" ->
                function.setArgumentCheck(CollectionFunctions::requireArrayFirst);
            case "array_contains", "array_position" ->
                function.setArgumentCheck(CollectionFunctions::requireArrayFirst)
                        .setResolutionRule(CollectionFunctions::resolveSearchOfNull);
            case "array_filter", "map_filter" -> function.setArgumentCheck(CollectionFunctions::checkFilter);
            case "all_match", "any_match" -> function.setArgumentCheck(CollectionFunctions::checkMatch);
            case "array_sortby" -> function.setArgumentCheck(CollectionFunctions::checkSortBy);
            case "array_generate" -> ArrayGenerateRules.addTo(function);
            case "element_at" -> function.setUntypedRewriteRule(CollectionFunctions::rewriteToSubscript);
            case "map" -> function.setUntypedRewriteRule(CollectionFunctions::rewriteToMap);
            case "named_struct" ->
                function.setArgumentCheck(CollectionFunctions::checkFieldNames)
                        .setResolutionRule(CollectionFunctions::resolveNamedStruct);
            case "row" -> function.setArgumentCheck(call -> call.requireArgumentCountAtLeast(1));
            default -> {}
        }
        definePolymorphicResult(function);
    }

    /** Sets the results that differ from the common element type of the arguments. */
    private static void definePolymorphicResult(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "map_keys" ->
                function.setPolymorphicResultRule(argumentTypes ->
                        new Type.Array(firstMapType(argumentTypes).key()));
            case "map_values" ->
                function.setPolymorphicResultRule(argumentTypes ->
                        new Type.Array(firstMapType(argumentTypes).value()));
            case "map_entries" ->
                function.setPolymorphicResultRule(argumentTypes -> new Type.Array(new Type.Struct(List.of(
                        new Type.Field("key", firstMapType(argumentTypes).key()),
                        new Type.Field("value", firstMapType(argumentTypes).value())))));
            case "map_from_arrays" ->
                function.setPolymorphicResultRule(argumentTypes -> new Type.Map(
                        extractElementType(argumentTypes.get(0)), extractElementType(argumentTypes.get(1))));
            case "map_filter", "distinct_map_keys" ->
                function.setPolymorphicResultRule(argumentTypes -> argumentTypes.get(0));
            case "map_concat" ->
                function.setPolymorphicResultRule(
                        argumentTypes -> PolymorphicTypeResolver.unifyParameterTypes(function.name(), argumentTypes));
            case "row", "named_struct" -> function.setPolymorphicResultRule(CollectionFunctions::createRowType);
            case "arrays_zip" ->
                function.setPolymorphicResultRule(argumentTypes -> new Type.Array(createRowType(argumentTypes.stream()
                        .map(CollectionFunctions::extractElementType)
                        .toList())));
            default -> {}
        }
    }

    private static Type.Map firstMapType(List<Type> parameterTypes) {
        return (Type.Map) parameterTypes.get(0);
    }

    private static Type extractElementType(Type arrayType) {
        return ((Type.Array) arrayType).element();
    }

    private static Type createRowType(List<Type> parameterTypes) {
        List<Type.Field> fields = new ArrayList<>(parameterTypes.size());
        for (Type parameterType : parameterTypes) {
            fields.add(new Type.Field("col" + (fields.size() + 1), parameterType));
        }
        return new Type.Struct(fields);
    }

    private static Expression rewriteToSubscript(Call call) {
        List<Expression> arguments = call.arguments();
        return arguments.size() == 2 ? new Expression.Subscript(arguments.get(0), arguments.get(1), call.span()) : call;
    }

    private static Expression rewriteToMap(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() % 2 != 0) {
            return call;
        }
        List<Expression.MapEntry> entries = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            entries.add(new Expression.MapEntry(arguments.get(i), arguments.get(i + 1)));
        }
        return new Expression.MapLiteral(null, entries, call.span());
    }

    private static void checkFieldNames(TypedCall call) {
        call.requireArgumentCountAtLeast(2);
        if (call.argumentCount() % 2 != 0) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "pairs of names and values");
        }
        Set<String> fieldNames = new HashSet<>();
        for (int i = 0; i < call.argumentCount(); i += 2) {
            if (!(call.argument(i) instanceof Expression.StringLiteral nameText)) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS, call.name(), "a text literal as argument " + (i + 1));
            }
            if (!fieldNames.add(nameText.value().toLowerCase(Locale.ROOT))) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "different names of fields, not " + nameText.value() + " twice");
            }
        }
    }

    private static @Nullable Signature resolveNamedStruct(TypedCall call) {
        Signature listedSignature = call.function().overloads().resolve(call.argumentTypes());
        if (listedSignature == null) {
            return null;
        }
        List<Type.Field> fields = new ArrayList<>();
        for (int i = 0; i + 1 < call.argumentCount(); i += 2) {
            String fieldName = call.argument(i) instanceof Expression.StringLiteral nameText ? nameText.value() : "";
            fields.add(new Type.Field(fieldName, call.argumentType(i + 1)));
        }
        return listedSignature.withResult(new Type.Struct(fields));
    }

    // Checks of arrays.

    private static boolean isArrayOrNull(Type type) {
        return type instanceof Type.Array || PrimitiveType.of(type) == PrimitiveType.NULL_TYPE;
    }

    static void requireOneArray(TypedCall call) {
        if (call.argumentCount() != 1) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "one argument");
        }
        if (!isArrayOrNull(call.argumentType(0))) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an array as first argument");
        }
    }

    private static void requireArrayOfArrays(TypedCall call) {
        requireOneArray(call);
        if (call.argumentType(0) instanceof Type.Array arrayType && !(arrayType.element() instanceof Type.Array)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "an array of arrays, not " + TypeFormat.formatForShowCreate(call.argumentType(0)));
        }
    }

    private static void requireNumbers(TypedCall call) {
        if (!(call.argumentType(0) instanceof Type.Array arrayType)) {
            return;
        }
        PrimitiveType elementType = PrimitiveType.of(arrayType.element());
        if (!elementType.isNumeric()
                && elementType != PrimitiveType.BOOLEAN
                && elementType != PrimitiveType.NULL_TYPE) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0), FunctionRule.INVALID_ARGUMENTS, call.name(), "an array of numbers");
        }
    }

    private static void requireTwoArrays(TypedCall call) {
        if (call.argumentCount() != 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "two arguments");
        }
        requireArrays(call);
    }

    private static void requireArrays(TypedCall call) {
        call.requireArgumentCountAtLeast(1);
        for (int i = 0; i < call.argumentCount(); i++) {
            if (!isArrayOrNull(call.argumentType(i))) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "arrays, not " + TypeFormat.formatForShowCreate(call.argumentType(i)));
            }
        }
    }

    private static void requireArrayFirst(TypedCall call) {
        call.requireArgumentCountAtLeast(1);
        if (!isArrayOrNull(call.argumentType(0))) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an array as first argument");
        }
    }

    /** Resolves the search for NULL in an array of NULLs, which the server treats as an array of booleans. */
    private static @Nullable Signature resolveSearchOfNull(TypedCall call) {
        boolean isSearchOfNull = call.argumentCount() == 2
                && call.argumentType(1).equals(TypeConstants.NULL)
                && call.argumentType(0) instanceof Type.Array arrayType
                && arrayType.element().equals(TypeConstants.NULL);
        return isSearchOfNull
                ? call.function().overloads().findExact(List.of(BOOLEAN_ARRAY, TypeConstants.BOOLEAN))
                : null;
    }

    private static void checkFilter(TypedCall call) {
        boolean filtersMap = call.function().lambdaForm() == LambdaForm.FILTER_MAP;
        if (call.argumentCount() != 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "two arguments");
        }
        boolean hasExpectedType =
                filtersMap ? call.argumentType(0) instanceof Type.Map : call.argumentType(0) instanceof Type.Array;
        if (!hasExpectedType && !call.argumentType(0).equals(TypeConstants.NULL)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "an array, a map or a lambda function as first argument, not "
                            + TypeFormat.formatForShowCreate(call.argumentType(0)));
        }
        requireBooleans(call, 1, "'s second input");
    }

    private static void checkMatch(TypedCall call) {
        if (call.argumentCount() != 1) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an array");
        }
        requireBooleans(call, 0, "'s input");
    }

    private static void requireBooleans(TypedCall call, int index, String inputLabel) {
        Type argumentType = call.argumentType(index);
        if (!isArrayOrNull(argumentType)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name() + inputLabel,
                    "an array, not " + TypeFormat.formatForShowCreate(argumentType));
        }
        if (!CastRules.isPossible(argumentType, BOOLEAN_ARRAY)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name() + inputLabel,
                    "an array of booleans, not " + TypeFormat.formatForShowCreate(argumentType));
        }
    }

    private static void checkSortBy(TypedCall call) {
        if (call.argumentCount() < 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "at least two arguments");
        }
        for (int i = 0; i < call.argumentCount(); i++) {
            Type argumentType = call.argumentType(i);
            boolean isArray = argumentType instanceof Type.Array
                    || (call.argumentCount() == 2 && argumentType.equals(TypeConstants.NULL));
            if (!isArray) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "an array, not " + TypeFormat.formatForShowCreate(argumentType));
            }
            if (call.argumentCount() > 2 && !TypeUsageRules.canBeOrdered(argumentType, call.version())) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "an array whose elements have an order, not " + TypeFormat.formatForShowCreate(argumentType));
            }
        }
    }
}
