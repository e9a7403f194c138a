package dev.cairn.analysis.function;

import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The aggregate functions that compute percentiles, exactly or approximately. */
final class PercentileFunctions implements FunctionFamily {
    private static final String PERCENTILE_PARAMETER = "percentile";
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.AGGREGATE;
    }

    @Override
    public String declarations() {
        return """
            percentile_approx (double, double) double via varbinary | (double, double, double) double via varbinary |
                (double, [double]) [double] via varbinary since 4.0 | (double, [double], double) [double] via varbinary
                since 4.0; is TOTAL
            percentile_approx_weighted (double, bigint, double) double via varbinary | (double, bigint, double,
                double) double via varbinary | (double, bigint, [double]) [double] via varbinary since 4.0 | (double,
                bigint, [double], double) [double] via varbinary since 4.0
            percentile_union (percentile) percentile; is TOTAL
            percentile_cont (T, double) T via varbinary for date datetime double; is TOTAL
            percentile_disc (T, double) T via varbinary for boolean INTEGERS DECIMALS decimal256 char date datetime
                decimalv2 float double; is TOTAL
            percentile_disc_lc (T, double) T via varbinary for boolean INTEGERS DECIMALS decimal256 char date datetime
                decimalv2 float double; is WITHOUT_COMBINATORS
            """;
    }

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "percentile_approx" ->
                function.setResolvedCallCheck(
                        call -> checkApproximation(call, List.of("value", PERCENTILE_PARAMETER, "compression")));
            case "percentile_approx_weighted" ->
                function.setResolvedCallCheck(call ->
                        checkApproximation(call, List.of("value", "weight", PERCENTILE_PARAMETER, "compression")));
            case "percentile_cont" -> function.setResolvedCallCheck(PercentileFunctions::checkPercentile);
            case "percentile_disc", "percentile_disc_lc" ->
                function.setExclusionRule(PercentileFunctions::lacksPercentileFunction)
                        .setResolutionRule(PercentileFunctions::resolvePercentile)
                        .setResolvedCallCheck(PercentileFunctions::checkPercentile);
            default -> {}
        }
    }

    /** Returns whether the values have a type that no percentile function accepts and that is not cast to a text. */
    private static boolean lacksPercentileFunction(TypedCall call) {
        return call.argumentCount() > 0
                && switch (PrimitiveType.of(call.argumentType(0))) {
                    case JSON, VARIANT, VARBINARY, TIME, NULL_TYPE -> true;
                    default -> false;
                };
    }

    private static void checkApproximation(TypedCall call, List<String> parameterNames) {
        for (int i = 0; i < call.argumentCount(); i++) {
            Type argumentType = call.argumentType(i);
            boolean isPercentile = parameterNames.get(i).equals(PERCENTILE_PARAMETER);
            if (isPercentile
                    && argumentType instanceof Type.Array arrayType
                    && !PrimitiveType.of(arrayType.element()).isNumeric()) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "an array of numbers as " + ORDINALS.get(i) + " argument, not of "
                                + TypeFormat.formatForShowCreate(arrayType.element()));
            }
            if (!PrimitiveType.of(argumentType).isNumeric() && !(isPercentile && argumentType instanceof Type.Array)) {
                throw call.createRefusal(
                        FunctionRule.INVALID_ARGUMENTS,
                        call.name(),
                        "a number as " + ORDINALS.get(i) + " argument, not "
                                + TypeFormat.formatForShowCreate(argumentType));
            }
        }
    }

    /**
     * Resolves percentile_disc and percentile_disc_lc: only the percentile is cast, and the result for decimals has the
     * type of the values. Returns null if no signature lists the type of the values; the usual overload resolution then
     * follows.
     */
    private static @Nullable Signature resolvePercentile(TypedCall call) {
        if (call.argumentTypes().size() < 2) {
            return null;
        }
        List<Type> types = new ArrayList<>(call.argumentTypes());
        types.set(1, TypeConstants.DOUBLE);
        Signature listedSignature = call.function().overloads().findExact(types);
        return listedSignature != null && DecimalTypes.isDecimalV3(call.argumentType(0))
                ? listedSignature.withResult(call.argumentType(0))
                : listedSignature;
    }

    private static void checkPercentile(TypedCall call) {
        TypedCall.requireCondition(
                call.argumentCount() == 2, FunctionRule.INVALID_ARGUMENTS, call.name(), "two arguments");
        if (!call.hasConstantArgument(1)
                || !PrimitiveType.of(call.argumentType(1)).isNumeric()) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS, call.name(), "a constant number as second argument");
        }
        Expression percentileArgument = call.argument(1);
        boolean isNegative = percentileArgument instanceof Expression.Unary signedNumber
                && signedNumber.isSignedNumber()
                && isNegative(signedNumber);
        boolean isAboveOne =
                percentileArgument instanceof Expression.NumberLiteral number && Double.parseDouble(number.text()) > 1;
        if (isNegative || isAboveOne) {
            throw Refusal.ofAnalysisAt(
                    percentileArgument, FunctionRule.INVALID_ARGUMENTS, call.name(), "a second argument from 0 to 1");
        }
    }

    private static boolean isNegative(Expression.Unary signedNumber) {
        return signedNumber.operator() == Operator.MINUS
                && signedNumber.operand().unwrap() instanceof Expression.NumberLiteral number
                && Double.parseDouble(number.text()) > 0;
    }
}
