package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derives why the results of casts and calls may be NULL from the causes of their operands. Messages name the cause,
 * which tells users which part of the query to change.
 */
final class NullCauses {
    private static final int DATE_LENGTH = 10;

    private NullCauses() {}

    /** Returns the first cause of several values; null if none of them may be NULL. */
    static @Nullable NullCause ofAny(List<ExpressionType> valueTypes) {
        for (ExpressionType valueType : valueTypes) {
            if (valueType.nullCause() != null) {
                return valueType.nullCause();
            }
        }
        return null;
    }

    /**
     * Returns why a value may be NULL after an explicit or implicit cast; null if it can't be NULL. A value of unknown
     * type keeps its cause.
     */
    static @Nullable NullCause ofCast(Expression value, ExpressionType expressionType, Type targetType) {
        if (expressionType.nullCause() != null) {
            return expressionType.nullCause();
        }
        Type type = expressionType.type();
        boolean alwaysSucceeds = type == null
                || CastRules.alwaysSucceeds(type, targetType)
                || (value.unwrap() instanceof Expression.StringLiteral text
                        && isConvertibleText(text.value(), targetType))
                || isIntegerLiteralWithin(value, targetType);
        return alwaysSucceeds ? null : NullCause.of(NullCause.Kind.CAST, value.span(), describeType(targetType));
    }

    private static String describeType(Type targetType) {
        return targetType instanceof Type.Decimal decimalType && decimalType.isWildcard()
                ? "DECIMAL"
                : TypeFormat.formatWithoutStorageClass(targetType);
    }

    /**
     * Returns whether a text literal can certainly be converted to a type; false for any type other than dates,
     * integers and floating-point numbers.
     */
    private static boolean isConvertibleText(String text, Type targetType) {
        PrimitiveType primitiveType = PrimitiveType.of(targetType);
        if (primitiveType.isDateOrDatetime()) {
            return isPlainDate(text) || ServerDateFormat.isValid(text);
        }
        try {
            return primitiveType.isInteger()
                    ? primitiveType.canHold(Long.parseLong(text))
                    : primitiveType.isFloatingPoint() && Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    /** Returns whether the text is a date that exists in every year; this recognizes most dates without a parser. */
    private static boolean isPlainDate(String text) {
        if (text.length() != DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        int month = parseDigits(text, 5, 7);
        int day = parseDigits(text, 8, 10);
        return parseDigits(text, 0, 4) > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
    }

    private static int parseDigits(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Returns whether the value is an integer literal in the range of the type. */
    private static boolean isIntegerLiteralWithin(Expression value, Type targetType) {
        PrimitiveType primitiveType = PrimitiveType.of(targetType);
        if (!primitiveType.isInteger()) {
            return false;
        }
        Long number = value.integerValue();
        return number != null && primitiveType.canHold(number);
    }

    /**
     * Returns why a call of a function with a signature may return NULL; null if it never does.
     *
     * @param valueTypes the types of the arguments, except for the ones that come from ORDER BY
     * @param mayHaveEmptyGroups whether an aggregate function may have no rows
     */
    static @Nullable NullCause ofCall(
            Call call, Signature signature, List<ExpressionType> valueTypes, boolean mayHaveEmptyGroups) {
        FunctionEntry function = signature.function();
        if (function.hasTrait(FunctionTrait.NEVER_NULL)) {
            return null;
        }
        if (mayHaveEmptyGroups) {
            return NullCause.of(NullCause.Kind.EMPTY_AGGREGATE, call.span(), function.name());
        }
        if (function.hasTrait(FunctionTrait.FIRST_NOT_NULL)) {
            return ofFirstNotNull(call, signature, valueTypes);
        }
        boolean isTotal = function.hasTrait(FunctionTrait.STRICT) || function.hasTrait(FunctionTrait.TOTAL);
        boolean readsOffsetRow = function.hasTrait(FunctionTrait.OFFSET_ROW);
        boolean isDivision = function.hasTrait(FunctionTrait.DIVIDES);
        if (!isTotal && !readsOffsetRow && !isDivision) {
            return NullCause.of(NullCause.Kind.FUNCTION, call.span(), function.name());
        }
        if (function.hasTrait(FunctionTrait.CONDITION_FIRST)) {
            return ofConditional(call, signature, valueTypes);
        }
        for (int i = 0; i < valueTypes.size(); i++) {
            NullCause cause = ofArgument(call, signature, valueTypes, i);
            if (cause != null) {
                return cause;
            }
        }
        if (isDivision && !ExpressionTyping.isNonZeroLiteral(call.arguments().get(1))) {
            return NullCause.of(NullCause.Kind.DIVISION, call.span());
        }
        return readsOffsetRow && valueTypes.size() < 3
                ? NullCause.of(NullCause.Kind.OFFSET_ROW, call.span(), function.name())
                : null;
    }

    private static @Nullable NullCause ofConditional(Call call, Signature signature, List<ExpressionType> valueTypes) {
        Expression condition = call.arguments().get(0);
        List<ExpressionType> narrowedTypes = List.of(
                valueTypes.get(0),
                narrowWhereTrue(condition, call.arguments().get(1), valueTypes.get(1)),
                narrowWhereNotTrue(condition, call.arguments().get(2), valueTypes.get(2)));
        NullCause cause = ofArgument(call, signature, narrowedTypes, 1);
        return cause == null ? ofArgument(call, signature, narrowedTypes, 2) : cause;
    }

    /** Returns the type of a value where a condition is true, which may exclude NULL. */
    static ExpressionType narrowWhereTrue(Expression condition, Expression value, ExpressionType expressionType) {
        boolean isNullExcluded = expressionType.nullCause() != null
                && NullRejection.findNonNullWhereTrue(condition).contains(value.unwrap());
        return isNullExcluded ? expressionType.withNullCause(null) : expressionType;
    }

    /** Returns the type of a value where a condition is false or NULL, which may exclude NULL. */
    static ExpressionType narrowWhereNotTrue(Expression condition, Expression value, ExpressionType expressionType) {
        boolean isNullExcluded = expressionType.nullCause() != null
                && NullRejection.findNonNullWhereNotTrue(condition).contains(value.unwrap());
        return isNullExcluded ? expressionType.withNullCause(null) : expressionType;
    }

    /** Returns why a call of a function with a {@link Combinator} may return NULL; null if it never does. */
    static @Nullable NullCause ofCombinator(Call call, String name, List<ExpressionType> valueTypes) {
        Combinator combinator = Objects.requireNonNull(Combinator.find(name));
        FunctionEntry aggregateFunction = combinator.aggregateFunction(name);
        if (!combinator.returnsState() && aggregateFunction.hasTrait(FunctionTrait.NEVER_NULL)) {
            return null;
        }
        if (combinator == Combinator.IF) {
            return NullCause.of(NullCause.Kind.EMPTY_AGGREGATE, call.span(), aggregateFunction.name());
        }
        NullCause cause = ofAny(valueTypes);
        return cause == null ? NullCause.of(NullCause.Kind.FUNCTION, call.span(), name) : cause;
    }

    /**
     * Returns the cause of the last value, because the result is NULL only if all values are; null if one of the values
     * is never NULL.
     */
    private static @Nullable NullCause ofFirstNotNull(Call call, Signature signature, List<ExpressionType> valueTypes) {
        NullCause cause = null;
        for (int i = 0; i < valueTypes.size(); i++) {
            cause = ofArgument(call, signature, valueTypes, i);
            if (cause == null) {
                return null;
            }
        }
        return cause;
    }

    private static @Nullable NullCause ofArgument(
            Call call, Signature signature, List<ExpressionType> valueTypes, int index) {
        ExpressionType valueType = valueTypes.get(index);
        boolean needsCast = valueType.type() != null
                && !signature.parameters().isEmpty()
                && signature.parameter(index) instanceof SignatureType.FixedType parameterType
                && !parameterType.acceptsWithoutCast(valueType.type());
        return needsCast
                ? ofCast(
                        call.arguments().get(index),
                        valueType,
                        ((SignatureType.FixedType) signature.parameter(index)).type())
                : valueType.nullCause();
    }

    /**
     * Returns whether a scalar subquery certainly returns exactly one row: it aggregates all rows, or has no FROM
     * clause.
     */
    static boolean returnsOneRow(Query query) {
        if (!(query.body() instanceof Query.Select select)
                || query.limit() != null
                || select.groupBy() != null
                || select.having() != null
                || select.pivot() != null
                || select.qualify() != null) {
            return false;
        }
        return (select.from().isEmpty() && select.where() == null)
                || select.items().stream()
                        .anyMatch(item -> item instanceof Query.SelectItem.Value value
                                && RestrictedExpression.AGGREGATE.isIn(value.value()));
    }
}
