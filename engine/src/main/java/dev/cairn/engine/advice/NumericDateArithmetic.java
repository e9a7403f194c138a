package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Optional;
import java.util.function.Function;

/**
 * Arithmetic on dates without an interval. The server converts each date to the number that its digits form, so the day
 * after 2024-01-31 is not 20240131 + 1.
 *
 * @param replacement the expression that calculates with days or seconds instead
 */
public record NumericDateArithmetic(String replacement) {
    /** Returns the calculation that an expression itself makes, without its operands; empty if it makes none. */
    public static Optional<NumericDateArithmetic> find(
            Expression expression, Bindings bindings, Function<Span, String> toSourceText) {
        Optional<String> replacement = Optional.empty();
        if (expression instanceof Expression.Binary binary && !binary.isIntervalArithmetic()) {
            replacement = findBinaryReplacement(binary, bindings, toSourceText);
        } else if (expression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && determinePrimitiveType(unary.operand(), bindings).isDateOrDatetime()) {
            replacement = Optional.of(
                    "-" + renderUnixTimestamp(toSourceText.apply(unary.operand().span())));
        }
        return replacement.map(NumericDateArithmetic::new);
    }

    private static Optional<String> findBinaryReplacement(
            Expression.Binary binary, Bindings bindings, Function<Span, String> toSourceText) {
        PrimitiveType leftType = determinePrimitiveType(binary.left(), bindings);
        PrimitiveType rightType = determinePrimitiveType(binary.right(), bindings);
        String leftText = toSourceText.apply(binary.left().span());
        String rightText = toSourceText.apply(binary.right().span());
        boolean isLeftDate = leftType.isDateOrDatetime();
        boolean isRightDate = rightType.isDateOrDatetime();
        if (!isLeftDate && !isRightDate) {
            return Optional.empty();
        }
        return switch (binary.operator().canonicalOperator()) {
            case MINUS -> {
                PrimitiveType leftDateType =
                        isLeftDate ? leftType : determineDateType(binary.left(), leftType, rightType);
                PrimitiveType rightDateType =
                        isRightDate ? rightType : determineDateType(binary.right(), rightType, leftType);
                yield Optional.of(
                        leftDateType.isDateOrDatetime() && rightDateType.isDateOrDatetime()
                                ? renderDifference(leftDateType, rightDateType, leftText, rightText)
                                : isLeftDate
                                        ? "date_sub(" + leftText + ", INTERVAL " + rightText + " DAY)"
                                        : renderUnixTimestamp(rightText));
            }
            case PLUS ->
                Optional.of(
                        isLeftDate && isRightDate
                                ? renderUnixTimestamp(leftText) + " + " + renderUnixTimestamp(rightText)
                                : isLeftDate
                                        ? "date_add(" + leftText + ", INTERVAL " + rightText + " DAY)"
                                        : "date_add(" + rightText + ", INTERVAL " + leftText + " DAY)");
            case TIMES, DIVIDE, INT_DIVIDE, MODULO ->
                Optional.of(renderUnixTimestamp(isLeftDate ? leftText : rightText));
            default -> Optional.empty();
        };
    }

    /**
     * Returns the type that an operand has next to a date. A text that is not a number is a DATETIME if it is a literal
     * with a colon, a DATE if it is another literal, and has the type of the date otherwise.
     */
    private static PrimitiveType determineDateType(
            Expression operand, PrimitiveType type, PrimitiveType otherDateType) {
        if (!type.isCharacterType() || NumberRangeCheck.findNumber(operand.unwrap()) != null) {
            return type;
        }
        boolean hasTime = operand.unwrap() instanceof Expression.StringLiteral text
                && text.value().indexOf(':') >= 0;
        return hasTime
                ? PrimitiveType.DATETIME
                : operand.unwrap() instanceof Expression.StringLiteral ? PrimitiveType.DATE : otherDateType;
    }

    private static PrimitiveType determinePrimitiveType(Expression expression, Bindings bindings) {
        Type type = bindings.findValueType(expression);
        return type == null ? PrimitiveType.INVALID_TYPE : PrimitiveType.of(type);
    }

    private static String renderDifference(
            PrimitiveType leftType, PrimitiveType rightType, String leftText, String rightText) {
        return leftType == PrimitiveType.DATE && rightType == PrimitiveType.DATE
                ? "datediff(" + leftText + ", " + rightText + ")"
                : "timestampdiff(SECOND, " + rightText + ", " + leftText + ")";
    }

    private static String renderUnixTimestamp(String dateText) {
        return "unix_timestamp(" + dateText + ")";
    }

    /** Returns the action that the user can take, as the end of a message. */
    public String toRemedyClause() {
        return "write " + replacement + ", because arithmetic takes a date as a number of its digits, such as 20240131";
    }
}
