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
 * Arithmetic on dates without an interval, which the server calculates with numbers of their digits: the day after 2024-01-31
 * is not 20240131 + 1.
 *
 * @param replacement the function that calculates with days or seconds
 */
public record DateCalculation(String replacement) {
    /** Returns what an expression calculates itself; empty for any other expression. */
    public static Optional<DateCalculation> of(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<String> instead = Optional.empty();
        if (expression instanceof Expression.Binary binary && !binary.shiftsByInterval()) {
            instead = replaceBinary(binary, bindings, quotation);
        } else if (expression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && primitive(unary.operand(), bindings).isDate()) {
            instead = Optional.of("-" + seconds(quotation.apply(unary.operand().span())));
        }
        return instead.map(DateCalculation::new);
    }

    private static Optional<String> replaceBinary(
            Expression.Binary binary, Bindings bindings, Function<Span, String> quotation) {
        PrimitiveType left = primitive(binary.left(), bindings);
        PrimitiveType right = primitive(binary.right(), bindings);
        String one = quotation.apply(binary.left().span());
        String other = quotation.apply(binary.right().span());
        boolean leftDate = left.isDate();
        boolean rightDate = right.isDate();
        if (!leftDate && !rightDate) {
            return Optional.empty();
        }
        return switch (binary.operator().meaning()) {
            case MINUS -> {
                PrimitiveType from = leftDate ? left : dateInText(binary.left(), left, right);
                PrimitiveType to = rightDate ? right : dateInText(binary.right(), right, left);
                yield Optional.of(
                        from.isDate() && to.isDate()
                                ? difference(from, to, one, other)
                                : leftDate ? "date_sub(" + one + ", INTERVAL " + other + " DAY)" : seconds(other));
            }
            case PLUS ->
                Optional.of(
                        leftDate && rightDate
                                ? seconds(one) + " + " + seconds(other)
                                : leftDate
                                        ? "date_add(" + one + ", INTERVAL " + other + " DAY)"
                                        : "date_add(" + other + ", INTERVAL " + one + " DAY)");
            case TIMES, DIVIDE, INT_DIVIDE, MODULO -> Optional.of(seconds(leftDate ? one : other));
            default -> Optional.empty();
        };
    }

    /** Returns the type of a date that is written as a text, or read from one, before or behind a date; else the type itself. */
    private static PrimitiveType dateInText(Expression operand, PrimitiveType type, PrimitiveType date) {
        if (!type.isCharacters() || StoredNumber.valueOf(operand.unwrap()) != null) {
            return type;
        }
        boolean withTime =
                operand.unwrap() instanceof Expression.Text text && text.value().indexOf(':') >= 0;
        return withTime
                ? PrimitiveType.DATETIME
                : operand.unwrap() instanceof Expression.Text ? PrimitiveType.DATE : date;
    }

    /** Returns the first calculation in an expression. */
    public static Optional<DateCalculation> findIn(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<DateCalculation> ownCalculation = of(expression.unwrap(), bindings, quotation);
        return ownCalculation.isPresent()
                ? ownCalculation
                : expression.parts().stream()
                        .flatMap(part -> findIn(part, bindings, quotation).stream())
                        .findFirst();
    }

    private static PrimitiveType primitive(Expression expression, Bindings bindings) {
        Type type = bindings.type(expression);
        return type == null ? PrimitiveType.INVALID_TYPE : PrimitiveType.of(type);
    }

    private static String difference(PrimitiveType left, PrimitiveType right, String one, String other) {
        return left == PrimitiveType.DATE && right == PrimitiveType.DATE
                ? "datediff(" + one + ", " + other + ")"
                : "timestampdiff(SECOND, " + other + ", " + one + ")";
    }

    private static String seconds(String date) {
        return "unix_timestamp(" + date + ")";
    }

    /** Returns the action that the user can take, as the end of a message. */
    public String remedy() {
        return "write " + replacement + ", because arithmetic takes a date as a number of its digits, such as 20240131";
    }
}
