package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolver;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Types arithmetic on dates and intervals: {@code d + INTERVAL 1 DAY}, {@code date_sub(d, 1)},
 * {@code timestampdiff(DAY, a, b)}.
 */
final class IntervalTyping {
    private final ExpressionTyping typing;
    private final ExpressionMessageWriter messageWriter;

    IntervalTyping(ExpressionTyping typing, ExpressionMessageWriter messageWriter) {
        this.typing = typing;
        this.messageWriter = messageWriter;
    }

    /** Types the addition of an interval to a date, or the subtraction of an interval from a date. */
    ExpressionType typeOperation(Expression.Binary binary) {
        boolean isIntervalFirst = binary.left().unwrap() instanceof Expression.Interval;
        Expression date = isIntervalFirst ? binary.right() : binary.left();
        Expression.Interval interval =
                (Expression.Interval) (isIntervalFirst ? binary.left() : binary.right()).unwrap();
        String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
        return typeDateFunction(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
    }

    /**
     * Returns the type of a call that has an interval or a unit as an argument; null for any other call, and for a call
     * with a unit that does not have three arguments.
     */
    @Nullable
    ExpressionType typeDateCall(Call call, FunctionEntry function) {
        List<Expression> arguments = call.arguments();
        boolean addsInterval = function.hasTrait(FunctionTrait.ADDS_INTERVAL);
        if (function.hasTrait(FunctionTrait.WITH_UNIT)) {
            if (arguments.size() != 3) {
                return null;
            }
            String unit =
                    arguments.get(0) instanceof Expression.UnitIdentifier unitExpression ? unitExpression.word() : "";
            return typeDateFunction(
                    call, arguments.get(2), arguments.get(1), unit + (addsInterval ? "S_add" : "S_diff"));
        }
        return function.shiftsDates()
                        && arguments.size() == 2
                        && arguments.get(1) instanceof Expression.Interval interval
                ? typeDateFunction(
                        call, arguments.get(0), interval.amount(), interval.unit() + (addsInterval ? "S_add" : "S_sub"))
                : null;
    }

    /**
     * Types an expression that the server reads as a call of the function for a unit.
     *
     * @param amountOrDate the amount of the interval, or the second date of a difference
     * @param functionName the name of the function as in the server's messages, such as {@code DAYS_add}
     */
    private ExpressionType typeDateFunction(
            Expression expression, Expression date, Expression amountOrDate, String functionName) {
        ExpressionType dateType = typing.determineType(date);
        ExpressionType amountOrDateType = typing.determineType(amountOrDate);
        requireCastableToDatetime(date, dateType);
        boolean isDifference = functionName.endsWith("diff");
        if (isDifference) {
            requireCastableToDatetime(amountOrDate, amountOrDateType);
        }
        if (amountOrDateType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        List<Type> argumentTypes =
                List.of(TypeConstants.DATETIME, isDifference ? TypeConstants.DATETIME : amountOrDateType.type());
        Signature signature = BuiltinFunctions.entry(functionName.toLowerCase(Locale.ROOT), typing.version())
                .overloads()
                .resolve(argumentTypes);
        if (signature == null || !(signature.resultType() instanceof SignatureType.FixedType resultType)) {
            throw Refusal.ofAnalysisAt(
                    expression,
                    FunctionRule.NO_MATCHING_FUNCTION,
                    functionName,
                    FunctionResolver.describeTypes(argumentTypes));
        }
        Call call = Call.of(functionName.toLowerCase(Locale.ROOT), List.of(date, amountOrDate), expression.span());
        NullCause cause = NullCauses.ofCast(date, dateType, TypeConstants.DATETIME);
        if (cause == null) {
            Type castType = isDifference ? TypeConstants.DATETIME : TypeConstants.INT;
            cause = NullCauses.ofCast(amountOrDate, amountOrDateType, castType);
        }
        return typing.recordCasts(
                call, ExpressionType.ofNullable(resultType.type(), cause), signature.determineCastTypes(argumentTypes));
    }

    private void requireCastableToDatetime(Expression date, ExpressionType dateType) {
        Type valueType = dateType.type();
        if (valueType != null && !CastRules.isPossible(valueType, TypeConstants.DATETIME)) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.CANNOT_CAST,
                    messageWriter.renderQuoted(date),
                    TypeFormat.formatForMessages(valueType),
                    "DATETIME");
        }
    }
}
