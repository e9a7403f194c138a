package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate functions that may also be used as window functions. The list is in the notation of {@link
 * SignatureNotation}. The methods below it check calls, and resolve those that no signature describes, such as calls of
 * count and array_agg.
 */
final class WindowedAggregates implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.WINDOWED_AGGREGATE;
    }

    @Override
    public String declarations() {
        return """
            count! () bigint | (T) bigint for SCALARS array map struct; is STAR DISTINCT_OVER STATE_NOT_NULL NEVER_NULL
            min, max (T) T for SCALARS; decimals FIRST; is COMPARABLE_STATES
                IGNORES_DISTINCT TOTAL
            min_by, max_by (U, T) U via varbinary for U SCALARS for T SCALARS | (U, T) U via varbinary for U array map
                struct variant for T SCALARS since 4.0; decimals FIRST; is STATES_BY_SECOND_VALUE IGNORES_DISTINCT TOTAL
            sum (T) double for double float | (T) bigint for boolean tinyint smallint int bigint | (largeint) largeint |
                (T) decimal128 for DECIMALS | (decimal256) decimal256 | (decimalv2) decimalv2; decimals SUM; is
                NUMERIC_STATES DISTINCT_OVER TOTAL
            avg (T) double via varbinary for double float boolean INTEGERS | (T) decimal128 via varbinary for DECIMALS |
                (decimal256) decimal256 via varbinary | (decimalv2) decimalv2 via varchar | (date) date via varbinary |
                (datetime) datetime; decimals AVERAGE; is NUMERIC_STATES DISTINCT_OVER TOTAL
            stddev, stddev_pop, std, variance, variance_pop, var_pop (T) double via varbinary for double float boolean
                INTEGERS; decimals AS_DOUBLE; is TOTAL
            stddev_samp, variance_samp, var_samp (T) double via varbinary for double float boolean INTEGERS; decimals
                AS_DOUBLE
            covar_pop, covar_samp, corr (T, T) double via varbinary for double float boolean INTEGERS
            bool_or (boolean) boolean; is TOTAL; since 4.0
            array_agg (any...) array via struct; is DISTINCT_OVER TOTAL; windowed since 4.0
            array_agg_distinct (T) [T] for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date
                datetime | (time) [datetime]; decimals ARRAY_OF_FIRST; is DISTINCT_OVER; windowed since 4.0
            multi_distinct_count! (T) bigint via varbinary for boolean INTEGERS float double DECIMALS decimal256 char
                varbinary date datetime decimalv2; is NEVER_NULL
            multi_distinct_sum (T) double via varbinary for double float | (T) bigint via varbinary for boolean tinyint
                smallint int bigint | (largeint) largeint via varbinary | (T) decimal128 via varbinary for DECIMALS |
                (decimal256) decimal256 via varbinary | (decimalv2) decimalv2 via varbinary; decimals SUM; is TOTAL
            fused_multi_distinct_count, fused_multi_distinct_count_sum, fused_multi_distinct_count_avg,
                fused_multi_distinct_count_sum_avg (T) <count bigint, sum bigint, avg double> via varbinary for
                boolean tinyint smallint int bigint | (largeint) <count bigint, sum largeint, avg double> via
                varbinary | (T) <count bigint, sum double, avg double> via varbinary for double float | (T) <count
                bigint, sum decimal128, avg decimal128> via varbinary for DECIMALS | (T) <count bigint, sum T, avg T>
                via varbinary for decimal256 char varbinary date datetime decimalv2; since 4.1
            hll_union_agg! (hll) bigint via hll; is WITHOUT_FRAME NEVER_NULL
            bitmap_union (bitmap) bitmap; is SKETCHES_OVER TOTAL; windowed since 4.0
            bitmap_union_count! (bitmap) bigint via bitmap; is SKETCHES_OVER NEVER_NULL
            approx_top_k! (T) [<item T, count bigint>] via varbinary for float double boolean INTEGERS DECIMALS
                decimal256 char date datetime | (T, int) [<item T, count bigint>] via varbinary for float double
                boolean INTEGERS DECIMALS decimal256 char date datetime | (T, int, int) [<item T, count bigint>] via
                varbinary for float double boolean INTEGERS DECIMALS decimal256 char date datetime; decimals
                COUNTED_ITEMS; is WITHOUT_COMBINATORS UNORDERED_WINDOW READS_VARIABLES
            """;
    }

    /** The largest number of counters and of results of approx_top_k. */
    private static final long MAX_COUNTERS = 100_000;

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "count" ->
                function.setExclusionRule(WindowedAggregates::countsDecimalArrays)
                        .setResolutionRule(WindowedAggregates::resolveCount)
                        .setResolvedCallCheck(WindowedAggregates::requireDistinctForSeveralArguments);
            case "sum", "avg" -> function.setResolvedCallCheck(WindowedAggregates::requireSummable);
            case "min", "max" ->
                function.setResolvedCallCheck(call -> TypedCall.requireCondition(
                        TypeUsageRules.canBeAggregated(call.argumentType(0)),
                        TypeRule.TYPE_UNSUPPORTED,
                        call.name(),
                        TypeUsageRules.UNORDERED_TYPE_NAMES));
            case "min_by", "max_by" ->
                function.setPolymorphicResultRule(argumentTypes -> argumentTypes.get(0))
                        .setResolvedCallCheck(WindowedAggregates::checkMinByMaxBy);
            case "covar_pop", "covar_samp", "corr" ->
                function.setResolvedCallCheck(call -> TypedCall.requireCondition(
                        !call.hasConstantArgument(0) && !call.hasConstantArgument(1),
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "arguments that are not constant"));
            case "array_agg" ->
                function.setArgumentCheck(WindowedAggregates::checkArrayAgg)
                        .setResolutionRule(WindowedAggregates::resolveArrayAgg);
            case "array_agg_distinct" ->
                function.setUntypedRewriteRule(call ->
                        new Call(QualifiedName.of("array_agg"), true, false, false, call.arguments(), call.span()));
            case "hll_union_agg" -> function.setResolvedCallCheck(AggregateFunctions::requireHll);
            case "bitmap_union", "bitmap_union_count" ->
                function.setResolvedCallCheck(AggregateFunctions::requireBitmap);
            case "approx_top_k" ->
                function.setCastRule(WindowFunctions::keepsType).setResolvedCallCheck(WindowedAggregates::checkTopK);
            default -> {}
        }
    }

    /** Resolves count with DISTINCT by its first argument; returns null without DISTINCT. */
    private static @Nullable Signature resolveCount(TypedCall call) {
        return call.form().isDistinct() && call.argumentCount() > 0
                ? call.function().overloads().resolve(call.argumentTypes().subList(0, 1))
                : null;
    }

    /** Returns whether a call counts arrays of decimals; the server then fails with an internal error. */
    private static boolean countsDecimalArrays(TypedCall call) {
        return !call.form().isDistinct()
                && call.argumentCount() == 1
                && call.argumentType(0) instanceof Type.Array arrayType
                && PrimitiveType.of(arrayType.element()).isDecimalV3();
    }

    private static void requireDistinctForSeveralArguments(TypedCall call) {
        if (call.argumentCount() > 1 && !call.form().isDistinct()) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, "COUNT of several arguments", "DISTINCT");
        }
    }

    private static void requireSummable(TypedCall call) {
        PrimitiveType primitiveType = PrimitiveType.of(call.argumentType(0));
        boolean isSupported = primitiveType.isNumeric()
                || primitiveType == PrimitiveType.BOOLEAN
                || primitiveType.isCharacterType()
                || primitiveType == PrimitiveType.NULL_TYPE;
        if (!isSupported) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a numeric argument");
        }
    }

    private static void checkMinByMaxBy(TypedCall call) {
        if (call.argumentCount() != 2) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "two arguments");
        }
        if (call.hasConstantArgument(0) || call.hasConstantArgument(1)) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a column");
        }
        TypedCall.requireCondition(
                TypeUsageRules.canBeAggregated(call.argumentType(1)),
                TypeRule.TYPE_UNSUPPORTED,
                "ORDER BY",
                TypeUsageRules.UNORDERED_TYPE_NAMES);
    }

    private static void checkArrayAgg(TypedCall call) {
        call.requireArgumentCountAtLeast(1);
        if (call.argumentCount() - call.form().sortItemCount() != 1) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "one argument before ORDER BY");
        }
        AggregateFunctions.requireOrderableSortItems(call);
    }

    /** Resolves array_agg. Its state has one array for each argument, including the sort keys. */
    private static @Nullable Signature resolveArrayAgg(TypedCall call) {
        Signature listedSignature =
                call.function().overloads().resolve(call.argumentTypes().subList(0, 1));
        if (listedSignature == null) {
            return null;
        }
        List<Type.Field> arrayFields = new ArrayList<>(call.argumentCount());
        for (Type type : call.argumentTypes()) {
            Type elementType = type.equals(TypeConstants.NULL) ? TypeConstants.BOOLEAN : type;
            arrayFields.add(new Type.Field("col" + (arrayFields.size() + 1), new Type.Array(elementType)));
        }
        return listedSignature
                .withTypes(call.argumentTypes(), arrayFields.get(0).type())
                .withState(new Type.Struct(arrayFields));
    }

    private static void checkTopK(TypedCall call) {
        Long resultCount = call.argumentCount() > 1 ? requirePositiveInteger(call, 1, "second") : null;
        Long counterCount = call.argumentCount() > 2 ? requirePositiveInteger(call, 2, "third") : null;
        requireAllowedCounterCount(call, 1, resultCount);
        requireAllowedCounterCount(call, 2, counterCount);
        if (resultCount != null && counterCount != null && resultCount > counterCount) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "at least as many counters as results");
        }
    }

    private static void requireAllowedCounterCount(TypedCall call, int index, @Nullable Long count) {
        if (count != null && count > MAX_COUNTERS) {
            throw Refusal.ofAnalysisAt(
                    call.argument(index),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "at most " + MAX_COUNTERS + " counters");
        }
    }

    /**
     * Returns the value of an argument; null for a variable, whose value is unknown.
     *
     * @throws Refusal if the argument is not a constant positive integer
     */
    private static @Nullable Long requirePositiveInteger(TypedCall call, int index, String ordinal) {
        if (call.argument(index).unwrap() instanceof Expression.UserVariable) {
            return null;
        }
        Long value = call.argument(index).integerValue();
        if (value == null || value <= 0) {
            throw Refusal.ofAnalysisAt(
                    call.argument(index),
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a constant positive integer as " + ordinal + " argument");
        }
        return value;
    }
}
