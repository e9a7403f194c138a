package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The aggregate functions that are not window functions: the server refuses them before OVER. */
final class AggregateFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.AGGREGATE;
    }

    @Override
    public String declarations() {
        return """
            any_value (T) T for SCALARS array map struct; decimals FIRST; is TOTAL
            ndv!, approx_count_distinct!, ds_theta_count_distinct! (T) bigint via varbinary for SCALARS; is
                COMPARABLE_STATES NEVER_NULL
            ds_hll_count_distinct! (T) bigint via varbinary for SCALARS | (T, int) bigint via varbinary for SCALARS |
                (T, int, varchar) bigint via varbinary for SCALARS; is COMPARABLE_STATES NEVER_NULL; is BINARY_STATES
            hll_raw (T) hll via varbinary for SCALARS; is WITHOUT_COMBINATORS TOTAL
            hll_union, hll_raw_agg (hll) hll; is TOTAL
            bitmap_agg (T) bitmap for bigint largeint int smallint tinyint boolean; is TOTAL
            bitmap_intersect (bitmap) bitmap
            bitmap_union_int! (T) bigint via bitmap for SCALARS; is INTEGER_STATES NEVER_NULL
            intersect_count (bitmap, T, T...) bigint via varchar for SCALARS; is WITHOUT_COMBINATORS
            group_concat (any...) varchar via struct; is WITHOUT_COMBINATORS TOTAL
            array_unique_agg ([T]) [T] for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date
                datetime; decimals FIRST; is TOTAL
            map_agg (T, any) map for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date datetime
                time; is WITHOUT_COMBINATORS TOTAL
            sum_map (map) map; is WITHOUT_COMBINATORS; since 4.1
            retention ([boolean]) [boolean] via bigint
            window_funnel (bigint, T, int, [boolean]) int via [bigint] for date datetime int bigint; is
                WITHOUT_COMBINATORS
            mann_whitney_u_test (double, boolean, varchar, bigint) json via varbinary | (double, boolean, varchar)
                json via varbinary | (double, boolean) json via varbinary
            histogram (T, int, double) varchar for float double boolean INTEGERS DECIMALS decimal256 char date
                datetime | (T, int, double, varchar) varchar for float double boolean INTEGERS DECIMALS decimal256
                char date datetime since 4.0; is WITHOUT_COMBINATORS
            histogram_hll_ndv (T, varchar) varchar for float double boolean INTEGERS DECIMALS decimal256 char date
                datetime; is WITHOUT_COMBINATORS; since 4.0
            dict_merge (varchar, int) varchar | ([varchar], int) varchar; is WITHOUT_COMBINATORS READS_VARIABLES
            flat_json_meta (T) [varchar] for json struct map array; is WITHOUT_COMBINATORS
            column_size, column_compressed_size (any) bigint; since 4.0
            exchange_bytes! (any...) bigint; is WITHOUT_COMBINATORS
            exchange_speed! (any...) varchar via bigint; is WITHOUT_COMBINATORS
            approx_count_distinct_hll_sketch; means ds_hll_count_distinct
            ds_hll_accumulate; is WITHOUT_COMBINATORS; since 4.0
            ds_hll_combine; means ds_hll_count_distinct_union; is WITHOUT_COMBINATORS; since 4.0
            ds_hll_estimate; means ds_hll_count_distinct_merge; is WITHOUT_COMBINATORS; since 4.0
            boolor_agg; means bool_or; since 4.0
            count_if; is WITHOUT_COMBINATORS
            """;
    }

    private static final Set<String> SKETCH_TYPES = Set.of("HLL_4", "HLL_6", "HLL_8");
    private static final int MIN_SKETCH_PRECISION = 4;
    private static final int MAX_SKETCH_PRECISION = 21;
    private static final Set<String> TEST_ALTERNATIVES = Set.of("two-sided", "greater", "less");

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "any_value" -> function.setPolymorphicResultRule(argumentTypes -> argumentTypes.get(0));
            case "group_concat" ->
                function.setUntypedRewriteRule(call -> CallRewrites.appendTexts(call, ","))
                        .setArgumentCheck(AggregateFunctions::checkConcatenation)
                        .setResolutionRule(AggregateFunctions::resolveConcatenation)
                        .setResolvedCallCheck(AggregateFunctions::requireTextSeparator);
            case "ndv", "approx_count_distinct", "ds_theta_count_distinct" ->
                function.setResolvedCallCheck(AggregateFunctions::requireCountableValues);
            case "ds_hll_count_distinct" -> function.setResolvedCallCheck(AggregateFunctions::checkSketch);
            case "mann_whitney_u_test" -> function.setResolvedCallCheck(AggregateFunctions::checkMannWhitneyTest);
            case "exchange_bytes", "exchange_speed" ->
                function.setResolvedCallCheck(call -> {
                    throw call.createRefusal(FunctionRule.ONE_AGGREGATION_STAGE_REQUIRED, call.name());
                });
            case "ds_hll_accumulate" -> function.setUntypedRewriteRule(AggregateFunctions::rewriteAccumulation);
            case "retention" -> function.setResolvedCallCheck(AggregateFunctions::requireBooleanArray);
            case "window_funnel" -> function.setResolvedCallCheck(AggregateFunctions::checkFunnel);
            case "bitmap_union_int" -> function.setResolvedCallCheck(AggregateFunctions::requireInteger);
            case "bitmap_agg" -> function.setResolvedCallCheck(AggregateFunctions::requireBitmapElements);
            case "bitmap_intersect" -> function.setResolvedCallCheck(AggregateFunctions::requireBitmap);
            case "intersect_count" -> function.setResolvedCallCheck(AggregateFunctions::checkIntersection);
            case "hll_union", "hll_raw_agg" -> function.setResolvedCallCheck(AggregateFunctions::requireHll);
            case "dict_merge" -> function.setResolvedCallCheck(AggregateFunctions::requireConstantDictionarySize);
            case "map_agg" ->
                function.setPolymorphicResultRule(
                        argumentTypes -> new Type.Map(argumentTypes.get(0), argumentTypes.get(1)));
            case "sum_map" -> function.setPolymorphicResultRule(AggregateFunctions::determineSumMapType);
            default -> {}
        }
    }

    // Functions that collect values in the order of an ORDER BY.

    /** Requires that the values in the ORDER BY of a call have an order. */
    static void requireOrderableSortItems(TypedCall call) {
        for (int i = call.argumentCount() - call.form().sortItemCount(); i < call.argumentCount(); i++) {
            if (!TypeUsageRules.canBeOrdered(call.argumentType(i), call.version())) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "an ORDER BY of other values than of the type "
                                + TypeFormat.formatForShowCreate(call.argumentType(i)));
            }
        }
    }

    private static void checkConcatenation(TypedCall call) {
        call.requireArgumentCountAtLeast(1);
        int valueCount = call.argumentCount() - call.form().sortItemCount();
        if (valueCount < 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "one argument before ORDER BY");
        }
        if (call.form().isDistinct() && !call.hasConstantArgument(valueCount - 1)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS, call.name(), "a constant separator together with DISTINCT");
        }
        requireOrderableSortItems(call);
    }

    /** Resolves group_concat: the values and the separator are cast to VARCHAR, and the sort keys keep their types. */
    private static @Nullable Signature resolveConcatenation(TypedCall call) {
        Signature listedSignature =
                call.function().overloads().resolve(call.argumentTypes().subList(0, 1));
        if (listedSignature == null) {
            return null;
        }
        List<Type> types = new ArrayList<>(call.argumentTypes());
        Collections.fill(types.subList(0, call.argumentCount() - call.form().sortItemCount()), TypeConstants.VARCHAR);
        return listedSignature.withTypes(types, TypeConstants.VARCHAR);
    }

    private static void requireTextSeparator(TypedCall call) {
        int separatorIndex = call.argumentCount() - call.form().sortItemCount() - 1;
        Type separatorType = call.argumentType(separatorIndex);
        if (!PrimitiveType.of(separatorType).isCharacterType() && !separatorType.equals(TypeConstants.NULL)) {
            throw Refusal.ofAnalysisAt(
                    call.argument(separatorIndex),
                    FunctionRule.INVALID_ARGUMENTS,
                    "group_concat",
                    "a text as separator");
        }
    }

    // Functions that count distinct values, and functions of sketches.

    private static void requireCountableValues(TypedCall call) {
        Type argumentType = call.argumentType(0);
        TypedCall.requireCondition(
                TypeUsageRules.canBeAggregated(argumentType)
                        || PrimitiveType.of(argumentType) == PrimitiveType.VARBINARY,
                TypeRule.TYPE_UNSUPPORTED,
                call.name(),
                TypeUsageRules.UNORDERED_TYPE_NAMES);
    }

    private static void checkSketch(TypedCall call) {
        requireCountableValues(call);
        if (call.argumentCount() > 1) {
            Long precision = call.argument(1).integerValue();
            if (precision == null) {
                throw Refusal.ofAnalysis(
                        Span.NONE, FunctionRule.INVALID_ARGUMENTS, call.name(), "an integer as second argument");
            }
            TypedCall.requireCondition(
                    precision >= MIN_SKETCH_PRECISION && precision <= MAX_SKETCH_PRECISION,
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a second argument from 4 to 21");
        }
        if (call.argumentCount() > 2) {
            boolean isText = call.argument(2) instanceof Expression.StringLiteral;
            TypedCall.requireCondition(isText, FunctionRule.INVALID_ARGUMENTS, call.name(), "a text as third argument");
            String sketchType =
                    ((Expression.StringLiteral) call.argument(2)).value().toUpperCase(Locale.ROOT);
            TypedCall.requireCondition(
                    SKETCH_TYPES.contains(sketchType),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "HLL_4, HLL_6 or HLL_8 as third argument");
        }
    }

    private static Expression rewriteAccumulation(Call call) {
        Call stateCall = CallRewrites.replaceFunction(call, "ds_hll_count_distinct_state", call.arguments());
        return CallRewrites.replaceFunction(call, "ds_hll_count_distinct_union", List.of(stateCall));
    }

    private static void requireInteger(TypedCall call) {
        if (!PrimitiveType.of(call.argumentType(0)).isInteger()) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an integer");
        }
    }

    private static void requireBitmapElements(TypedCall call) {
        Type argumentType = call.argumentType(0);
        PrimitiveType primitiveType = PrimitiveType.of(argumentType);
        if (!primitiveType.isFixedPoint()
                && primitiveType != PrimitiveType.BOOLEAN
                && !primitiveType.isCharacterType()) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "an integer, a boolean or a text, not " + TypeFormat.formatForMessages(argumentType));
        }
    }

    static void requireBitmap(TypedCall call) {
        Type argumentType = call.argumentType(0);
        if (!argumentType.equals(TypeConstants.BITMAP)) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a BITMAP, not " + TypeFormat.formatForMessages(argumentType));
        }
    }

    static void requireHll(TypedCall call) {
        if (!call.argumentType(0).equals(TypeConstants.HLL)) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an HLL");
        }
    }

    private static void checkIntersection(TypedCall call) {
        if (call.argumentCount() <= 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "at least three arguments");
        }
        requireBitmap(call);
        if (call.hasConstantArgument(1)) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1), FunctionRule.INVALID_ARGUMENTS, call.name(), "a column as second argument");
        }
        for (int i = 2; i < call.argumentCount(); i++) {
            if (!call.hasConstantArgument(i)) {
                throw Refusal.ofAnalysisAt(
                        call.argument(i), FunctionRule.INVALID_ARGUMENTS, call.name(), "constants as filter values");
            }
        }
    }

    private static void requireConstantDictionarySize(TypedCall call) {
        if (call.argument(1).unwrap() instanceof Expression.UserVariable) {
            return; // the value is unknown
        }
        Long dictionarySize = call.argument(1).integerValue();
        if (dictionarySize == null || dictionarySize < 0 || dictionarySize >= Integer.MAX_VALUE) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a constant integer from 0 as second argument");
        }
    }

    // Other functions.

    private static void checkMannWhitneyTest(TypedCall call) {
        if (call.argumentCount() > 2) {
            boolean isText = call.argument(2) instanceof Expression.StringLiteral;
            TypedCall.requireCondition(
                    isText,
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "'two-sided', 'greater' or 'less' as third argument");
            String alternative = ((Expression.StringLiteral) call.argument(2)).value();
            TypedCall.requireCondition(
                    TEST_ALTERNATIVES.contains(alternative),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "'two-sided', 'greater' or 'less' as third argument");
        }
        if (call.argumentCount() > 3) {
            Long correction = call.argument(3).integerValue();
            TypedCall.requireCondition(
                    correction != null && correction >= 0,
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "an integer of 0 or more as fourth argument");
        }
    }

    private static void requireBooleanArray(TypedCall call) {
        boolean hasBooleans = call.argumentType(0) instanceof Type.Array arrayType
                && (arrayType.element().equals(TypeConstants.BOOLEAN)
                        || arrayType.element().equals(TypeConstants.NULL));
        if (!hasBooleans) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0), FunctionRule.INVALID_ARGUMENTS, call.name(), "an array of booleans");
        }
    }

    private static void checkFunnel(TypedCall call) {
        Long mode = call.argument(2).integerValue();
        if (mode == null) {
            throw Refusal.ofAnalysisAt(call.argument(2), FunctionRule.INVALID_ARGUMENTS, call.name(), "a numeric mode");
        }
        if (mode < 0 || mode > 7) {
            throw Refusal.ofAnalysisAt(
                    call.argument(2), FunctionRule.INVALID_ARGUMENTS, call.name(), "a mode from 0 to 7");
        }
        Long window = call.argument(0).integerValue();
        if (window == null) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0), FunctionRule.INVALID_ARGUMENTS, call.name(), "a numeric window");
        }
        if (window < 0) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0), FunctionRule.INVALID_ARGUMENTS, call.name(), "a window of 0 or more");
        }
        if (call.hasConstantArgument(1)) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1), FunctionRule.INVALID_ARGUMENTS, call.name(), "a column as time");
        }
    }

    private static Type determineSumMapType(List<Type> argumentTypes) {
        Type.Map mapType = (Type.Map) argumentTypes.get(0);
        PrimitiveType keyType = PrimitiveType.of(mapType.key());
        PrimitiveType valueType = PrimitiveType.of(mapType.value());
        TypedCall.requireCondition(
                keyType != PrimitiveType.INVALID_TYPE && valueType != PrimitiveType.INVALID_TYPE,
                FunctionRule.INVALID_ARGUMENTS,
                "sum_map",
                "scalar keys and values");
        TypedCall.requireCondition(
                !valueType.isDecimalV3()
                        && valueType != PrimitiveType.DECIMALV2
                        && !valueType.isCharacterType()
                        && !valueType.isDateOrDatetime(),
                FunctionRule.INVALID_ARGUMENTS,
                "sum_map",
                "a type of values other than " + TypeFormat.formatForMessages(mapType.value()));
        if (valueType.isInteger() || valueType == PrimitiveType.BOOLEAN) {
            return new Type.Map(mapType.key(), TypeConstants.BIGINT);
        }
        return valueType.isFloatingPoint() ? new Type.Map(mapType.key(), TypeConstants.DOUBLE) : mapType;
    }
}
