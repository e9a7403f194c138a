package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on dates and intervals: {@code d + INTERVAL 1 DAY}, {@code date_sub(d, 1)},
 * {@code timestampdiff(DAY, a, b)}.
 */
final class IntervalArithmetic {
    private final ExpressionTyping typing;
    private final ExpressionText text;

    IntervalArithmetic(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.text = text;
    }

    ExpressionType determineType(Expression.Binary binary) {
        boolean first = binary.left().unwrap() instanceof Expression.Interval;
        Expression date = first ? binary.right() : binary.left();
        Expression.Interval interval = (Expression.Interval) (first ? binary.left() : binary.right()).unwrap();
        String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
        return determineType(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
    }

    /** Returns null for a call of another function. */
    @Nullable
    ExpressionType determineType(Call call, FunctionEntry function) {
        List<Expression> arguments = call.arguments();
        boolean adds = function.is(FunctionTrait.ADDS_INTERVAL);
        if (function.is(FunctionTrait.WITH_UNIT)) {
            if (arguments.size() != 3) {
                return null;
            }
            String unit = arguments.get(0) instanceof Expression.Unit word ? word.word() : "";
            return determineType(call, arguments.get(2), arguments.get(1), unit + (adds ? "S_add" : "S_diff"));
        }
        return function.shiftsDates()
                        && arguments.size() == 2
                        && arguments.get(1) instanceof Expression.Interval interval
                ? determineType(call, arguments.get(0), interval.amount(), interval.unit() + (adds ? "S_add" : "S_sub"))
                : null;
    }

    private ExpressionType determineType(Expression expression, Expression date, Expression amount, String function) {
        ExpressionType shifted = typing.determineType(date);
        ExpressionType by = typing.determineType(amount);
        requireDate(date, shifted);
        boolean difference = function.endsWith("diff");
        if (difference) {
            requireDate(amount, by);
        }
        if (by.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        List<Type> types = List.of(TypeConstants.DATETIME, difference ? TypeConstants.DATETIME : by.type());
        Signature foundSignature = BuiltinFunctions.entry(function.toLowerCase(Locale.ROOT), typing.version())
                .overloads()
                .resolve(types);
        if (foundSignature == null || !(foundSignature.result() instanceof SignatureType.FixedType result)) {
            throw Refusal.analysisAt(
                    expression, FunctionRule.NO_MATCHING_FUNCTION, function, FunctionResolution.describeTypes(types));
        }
        Call call = Call.of(function.toLowerCase(Locale.ROOT), List.of(date, amount), expression.span());
        NullCause cause = NullCauses.ofCast(date, shifted, TypeConstants.DATETIME);
        if (cause == null) {
            Type parameter = difference ? TypeConstants.DATETIME : TypeConstants.INT;
            cause = NullCauses.ofCast(amount, by, parameter);
        }
        return typing.typeOfCall(call, ExpressionType.nullable(result.type(), cause), foundSignature.castTypes(types));
    }

    private void requireDate(Expression value, ExpressionType expressionType) {
        Type type = expressionType.type();
        if (type != null && !Casts.isPossible(type, TypeConstants.DATETIME)) {
            throw Refusal.analysis(
                    Span.NONE,
                    ExpressionRule.CANNOT_CAST,
                    text.renderQuoted(value),
                    TypeFormat.formatForMessages(type),
                    "DATETIME");
        }
    }
}
