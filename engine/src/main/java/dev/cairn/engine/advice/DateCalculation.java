package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Optional;
import java.util.function.Function;

/**
 * Arithmetic on dates without an interval, which the server calculates with numbers of their digits: the day after 2024-01-31
 * is not 20240131 + 1.
 *
 * @param instead the function that calculates with days or seconds
 */
public record DateCalculation(Expression.Binary written, String instead) {
    /** Returns what an expression calculates itself; empty for any other expression. */
    static Optional<DateCalculation> of(Expression expression, Bindings bindings, Function<Span, String> quotation) {
        if (!(expression instanceof Expression.Binary binary) || binary.shiftsByInterval()) {
            return Optional.empty();
        }
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
            case MINUS ->
                Optional.of(new DateCalculation(
                        binary,
                        leftDate && rightDate
                                ? difference(left, right, one, other)
                                : leftDate ? "date_sub(" + one + ", INTERVAL " + other + " DAY)" : seconds(other)));
            case PLUS ->
                Optional.of(new DateCalculation(
                        binary,
                        leftDate && rightDate
                                ? difference(left, right, one, other)
                                : leftDate
                                        ? "date_add(" + one + ", INTERVAL " + other + " DAY)"
                                        : "date_add(" + other + ", INTERVAL " + one + " DAY)"));
            case TIMES, DIVIDE, INT_DIVIDE, MODULO ->
                Optional.of(new DateCalculation(binary, seconds(leftDate ? one : other)));
            default -> Optional.empty();
        };
    }

    /** Returns the first calculation in an expression. */
    public static Optional<DateCalculation> findIn(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<DateCalculation> own = of(expression.unwrap(), bindings, quotation);
        return own.isPresent()
                ? own
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
        return "write " + instead + ", because arithmetic takes a date as a number of its digits, such as 20240131";
    }
}
