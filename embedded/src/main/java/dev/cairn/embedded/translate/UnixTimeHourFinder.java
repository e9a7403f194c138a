package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Operator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the seconds since 1970 whose hour a frontend calculates in place of {@code hour(x)}: those of the first call of
 * {@code from_unixtime} or {@code to_datetime} within x, whatever x does with the result of this call.
 */
record UnixTimeHourFinder(ExpressionTranslator expressionTranslator) {
    private static final String FROM_UNIXTIME = "from_unixtime";
    private static final String TO_DATETIME = "to_datetime";

    /** Returns whether an expression is a call of one of these functions. */
    static boolean isTimeOfSeconds(Expression expression) {
        return isCall(expression, FROM_UNIXTIME) || isCall(expression, TO_DATETIME);
    }

    private static boolean isCall(Expression expression, String name) {
        return expression instanceof Call call
                && CallRewrites.lowerCaseName(call).equals(name);
    }

    /** Returns the seconds; null if the hour of the argument is calculated. */
    @Nullable
    Expression findSeconds(Expression argument) {
        Call fromUnixTime = findCall(FROM_UNIXTIME, argument).orElse(null);
        if (fromUnixTime != null) {
            boolean hasOnlySeconds =
                    expressionTranslator.operandTypes(fromUnixTime).equals(List.of(TypeConstants.BIGINT));
            return hasOnlySeconds ? fromUnixTime.arguments().get(0) : null;
        }
        return findCall(TO_DATETIME, argument).map(this::findSeconds).orElse(null);
    }

    /** Returns the first call of a function that is not within another one, and that frontends do not calculate. */
    private Optional<Call> findCall(String name, Expression writtenExpression) {
        Expression expression = expressionTranslator.interpret(writtenExpression);
        if (expression instanceof Expression.Subquery
                || expressionTranslator.frontendConstants().isCalculated(expression)
                || expressionTranslator.isColumn(expression)) {
            return Optional.empty();
        }
        if (isCall(expression, name)) {
            return Optional.of((Call) expression);
        }
        return expression.children().stream()
                .map(operand -> findCall(name, operand))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private @Nullable Expression findSeconds(Call toDatetime) {
        Expression number = toDatetime.arguments().get(0);
        if (toDatetime.arguments().size() == 1) {
            return number;
        }
        Long digitCount = toDatetime.arguments().get(1).integerValue();
        if (digitCount == null) {
            return null;
        }
        return switch (digitCount.intValue()) {
            case 0 -> number;
            case 3 -> divide(number, "1000");
            case 6 -> divide(number, "1000000");
            default -> null;
        };
    }

    private static Expression divide(Expression number, String divisor) {
        return new Expression.Binary(
                Operator.INT_DIVIDE,
                number,
                new Expression.NumberLiteral(divisor, Expression.NumberLiteral.Kind.INTEGER, number.span()),
                number.span());
    }
}
