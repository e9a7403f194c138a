package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * The functions that are valid only before OVER, such as row_number and lag, with the checks of their literal
 * arguments.
 */
final class WindowFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.WINDOW;
    }

    @Override
    public String declarations() {
        return """
            rank, dense_rank () bigint via varbinary; is WITHOUT_FRAME NEVER_NULL
            row_number () bigint; is WITHOUT_FRAME NEVER_NULL
            cume_dist, percent_rank () double via varbinary; is WITHOUT_FRAME ORDERED_WINDOW NEVER_NULL
            ntile (bigint) bigint; is WITHOUT_FRAME NEVER_NULL
            session_number (T, int) bigint for bigint int
            first_value, last_value (T) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
                percentile date datetime decimalv2 json | ([T]) [T] for boolean INTEGERS float double DECIMALS
                decimal256 varchar hll bitmap percentile date datetime decimalv2 json; decimals FIRST; is IGNORES_NULLS
                TOTAL
            lag, lead (T, bigint, T) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
                percentile date datetime decimalv2 json | ([T], bigint, [T]) [T] for boolean INTEGERS float double
                DECIMALS decimal256 varchar hll bitmap percentile date datetime decimalv2 json | (T) T for boolean
                INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile date datetime decimalv2 json |
                ([T]) [T] for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile date
                datetime decimalv2 json | (T, bigint) T for boolean INTEGERS float double DECIMALS decimal256 varchar
                hll bitmap percentile date datetime decimalv2 json | ([T], bigint) [T] for boolean INTEGERS float double
                DECIMALS decimal256 varchar hll bitmap percentile date datetime decimalv2 json; decimals FIRST; is
                WITHOUT_FRAME SKETCHES_OVER IGNORES_NULLS OFFSET_ROW
            """;
    }

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "lead", "lag" ->
                function.setCastRule(WindowFunctions::keepsType).setWindowCheck(WindowFunctions::requirePositiveOffset);
            case "ntile" -> function.setWindowCheck(WindowFunctions::requirePositiveBucketCount);
            case "session_number" -> function.setResolvedCallCheck(WindowFunctions::requireConstantDelta);
            default -> {}
        }
    }

    /** Returns whether a signature accepts the first argument without a cast. */
    static boolean keepsType(Signature signature, List<Type> argumentTypes) {
        return PrimitiveType.of(argumentTypes.get(0)) == PrimitiveType.NULL_TYPE
                || signature.parameter(0).acceptsWithoutCast(argumentTypes.get(0));
    }

    private static void requireConstantDelta(TypedCall call) {
        if (!call.hasConstantArgument(1)) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1), FunctionRule.INVALID_ARGUMENTS, "session_number", "a constant delta");
        }
    }

    private static void requirePositiveOffset(WindowCall windowCall, Call call) {
        if (call.arguments().size() > 1 && !mayBePositive(call.arguments().get(1))) {
            throw Refusal.ofAnalysisAt(
                    windowCall.function(),
                    FunctionRule.INVALID_ARGUMENTS,
                    "LEAD or LAG",
                    "a constant positive offset: " + Sql.render(windowCall.function()));
        }
    }

    private static void requirePositiveBucketCount(WindowCall windowCall, Call call) {
        if (!call.arguments().isEmpty() && !mayBePositive(call.arguments().get(0))) {
            throw Refusal.ofAnalysisAt(
                    call.arguments().get(0),
                    FunctionRule.INVALID_ARGUMENTS,
                    "NTILE",
                    "a constant positive number of buckets: " + Sql.render(windowCall.function()));
        }
    }

    /** Returns whether the expression may be a positive integer; the value of a variable is unknown. */
    private static boolean mayBePositive(Expression expression) {
        if (expression.unwrap() instanceof Expression.UserVariable) {
            return true;
        }
        Long number = expression.integerValue();
        return number != null && number > 0;
    }
}
