package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A datetime to which a number of units is added, or from which it is subtracted, in any of its notations: {@code
 * months_add(x, 2)}, {@code date_add(x, INTERVAL 2 MONTH)} and {@code x + INTERVAL 2 MONTH}. Frontends rewrite nested
 * and compared shifts.
 *
 * @param unit the unit in lower case, without its plural
 */
public record DatetimeShift(Expression time, String unit, Expression amount, boolean isSubtraction, Span span) {
    private static final Pattern FUNCTION_PATTERN =
            Pattern.compile("(year|quarter|month|week|day|hour|minute|second|millisecond|microsecond)s_(add|sub)");

    private static final String SECOND = "second";

    /** The units whose names end with "second", which frontends treat as seconds. */
    private static final Set<String> UNITS_TREATED_AS_SECONDS = Set.of(SECOND, "millisecond", "microsecond");

    /** Returns an expression as a shift; empty if it is not one. */
    public static Optional<DatetimeShift> find(Expression writtenExpression) {
        Expression expression = writtenExpression.unwrap();
        if (expression instanceof Expression.Binary binary) {
            return findInSum(binary);
        }
        if (!(expression instanceof Expression.Call originalCall)
                || !(CallRewrites.rewrite(originalCall) instanceof Expression.Call call)) {
            return Optional.empty();
        }
        FunctionEntry functionEntry = BuiltinFunctions.resolveEntry(call);
        if (functionEntry.hasTrait(FunctionTrait.WITH_UNIT) && functionEntry.hasTrait(FunctionTrait.ADDS_INTERVAL)) {
            return findInCallWithUnit(call);
        }
        if (call.arguments().size() != 2) {
            return Optional.empty();
        }
        Expression time = call.arguments().get(0);
        if (functionEntry.shiftsDates() && call.arguments().get(1).unwrap() instanceof Expression.Interval interval) {
            return Optional.of(
                    ofInterval(time, interval, functionEntry.hasTrait(FunctionTrait.SUBTRACTS_INTERVAL), call.span()));
        }
        Matcher matcher = FUNCTION_PATTERN.matcher(CallRewrites.lowerCaseName(call));
        return matcher.matches()
                ? Optional.of(new DatetimeShift(
                        time,
                        matcher.group(1),
                        call.arguments().get(1),
                        matcher.group(2).equals("sub"),
                        call.span()))
                : Optional.empty();
    }

    private static Optional<DatetimeShift> findInSum(Expression.Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        if (operator != Operator.PLUS && operator != Operator.MINUS) {
            return Optional.empty();
        }
        boolean isSubtraction = operator == Operator.MINUS;
        if (binary.left().unwrap() instanceof Expression.Interval interval) {
            return Optional.of(ofInterval(binary.right(), interval, isSubtraction, binary.span()));
        }
        return binary.right().unwrap() instanceof Expression.Interval interval
                ? Optional.of(ofInterval(binary.left(), interval, isSubtraction, binary.span()))
                : Optional.empty();
    }

    private static Optional<DatetimeShift> findInCallWithUnit(Expression.Call call) {
        return call.arguments().size() == 3 && call.arguments().get(0) instanceof Expression.UnitIdentifier unit
                ? Optional.of(new DatetimeShift(
                        call.arguments().get(2),
                        unit.word().toLowerCase(Locale.ROOT),
                        call.arguments().get(1),
                        false,
                        call.span()))
                : Optional.empty();
    }

    private static DatetimeShift ofInterval(
            Expression time, Expression.Interval interval, boolean isSubtraction, Span span) {
        return new DatetimeShift(
                time, interval.unit().toLowerCase(Locale.ROOT), interval.amount(), isSubtraction, span);
    }

    /**
     * Merges this shift with the inner shift that calculates its time, as frontends do if both amounts are literals:
     * {@code months_sub(months_add(x, 1), 1)} is x. Frontends add the amounts even if a unit is a fraction of a
     * second, and treat the sum as seconds. The result is empty if nothing is merged.
     *
     * @param columnPredicate whether an expression counts as a column; frontends do not merge a shift with one that is
     *     a column
     */
    public Optional<Expression> findMergedShift(Predicate<Expression> columnPredicate) {
        Optional<DatetimeShift> foundInnerShift = find(time);
        if (foundInnerShift.isEmpty() || columnPredicate.test(time)) {
            return Optional.empty();
        }
        DatetimeShift innerShift = foundInnerShift.get();
        Optional<Expression> mergedInner = innerShift.findMergedShift(columnPredicate);
        if (mergedInner.isPresent()) {
            DatetimeShift outerShift = new DatetimeShift(mergedInner.get(), unit, amount, isSubtraction, span);
            return Optional.of(outerShift.findMergedShift(columnPredicate).orElseGet(outerShift::toCall));
        }
        boolean areBothSeconds =
                UNITS_TREATED_AS_SECONDS.contains(unit) && UNITS_TREATED_AS_SECONDS.contains(innerShift.unit);
        if (!(areBothSeconds || unit.equals(innerShift.unit))
                || innerShift.isFolded()
                || !hasLiteralAmount()
                || !innerShift.hasLiteralAmount()) {
            return Optional.empty();
        }
        int sum = signedAmount() + innerShift.signedAmount(); // wraps around as on a frontend
        if (sum == 0) {
            return Optional.of(innerShift.time);
        }
        Expression mergedAmount = new Expression.NumberLiteral(
                String.valueOf(Math.abs(sum)), Expression.NumberLiteral.Kind.INTEGER, span);
        return Optional.of(
                new DatetimeShift(innerShift.time, areBothSeconds ? SECOND : unit, mergedAmount, sum < 0, span)
                        .toCall());
    }

    /**
     * Returns the shift of an expression that is compared with a constant, if a frontend shifts back the constant
     * instead; otherwise empty.
     */
    public static Optional<DatetimeShift> findComparedShift(
            Expression expression, Expression constant, Predicate<Expression> columnPredicate) {
        Optional<DatetimeShift> foundShift = find(expression);
        if (foundShift.isEmpty() || !ConstantExpressions.isConstant(constant) || columnPredicate.test(expression)) {
            return Optional.empty();
        }
        return foundShift
                .flatMap(shift -> shift.findMergedShift(columnPredicate))
                .map(DatetimeShift::find)
                .orElse(foundShift)
                .filter(DatetimeShift::isMovedToConstant);
    }

    /** Returns whether a frontend calculates the shift before it looks for another one around it. */
    private boolean isFolded() {
        return ConstantExpressions.isConstant(time) && !unit.equals("microsecond");
    }

    private boolean hasLiteralAmount() {
        Long value = amount.integerValue();
        return value != null && value == value.intValue();
    }

    /** Returns the amount, negated for a subtraction; {@link #hasLiteralAmount} must be true. */
    private int signedAmount() {
        int value = Objects.requireNonNull(amount.integerValue()).intValue();
        return isSubtraction ? -value : value;
    }

    /** Returns the shift as a call, such as {@code months_add(x, 2)}. */
    Expression toCall() {
        return shift(time, isSubtraction);
    }

    /** Shifts another time back by the amount. */
    public Expression shiftBack(Expression otherTime) {
        return shift(otherTime, !isSubtraction);
    }

    private Expression shift(Expression shiftedTime, boolean isBackwards) {
        return Expression.Call.of(unit + (isBackwards ? "s_sub" : "s_add"), List.of(shiftedTime, amount), span);
    }

    /**
     * Returns whether frontends move the shift to the other side of a comparison. They do not move quarters. The result
     * is also false for units of a fixed length, for which the move makes no difference.
     */
    private boolean isMovedToConstant() {
        return (unit.equals("month") || unit.equals("year"))
                && !ConstantExpressions.isConstant(time)
                && ConstantExpressions.isConstant(amount);
    }
}
