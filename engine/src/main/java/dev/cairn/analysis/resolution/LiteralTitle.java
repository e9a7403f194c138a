package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Number;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** Literals as the server prints them. */
final class LiteralTitle {
    /** More digits than any decimal holds. */
    private static final int MOST_DIGITS = 76;

    private static final int LARGEINT_BITS = 127;

    /** With more before the point, a number with an exponent is no decimal any more. */
    private static final int MOST_WHOLE_DIGITS = 38;

    private LiteralTitle() {}

    static String of(Expression literal, boolean negative) {
        if (literal instanceof Number number) {
            return (negative ? "-" : "") + number(number);
        }
        if (literal instanceof Expression.Text text) {
            return text(text.value());
        }
        if (literal instanceof Expression.DateText date) {
            return "'" + date.value() + "'";
        }
        if (literal instanceof Expression.Hex hex) {
            return "'" + hex.digits().toUpperCase(Locale.ROOT) + "'";
        }
        return literal instanceof Expression.Bool bool ? (bool.value() ? "TRUE" : "FALSE") : "NULL";
    }

    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** A decimal without a fraction keeps a mark that it is none of the integers. */
    private static String number(Number number) {
        if (number.kind() == Number.Kind.INTEGER) {
            if (number.text().length() > MOST_DIGITS + 1) {
                return number.text();
            }
            BigInteger value = new BigInteger(number.text());
            return value.bitLength() > LARGEINT_BITS ? value + "E0" : value.toString();
        }
        BigDecimal value = new BigDecimal(number.text());
        boolean floating =
                number.kind() == Number.Kind.DOUBLE && (long) value.precision() - value.scale() > MOST_WHOLE_DIGITS;
        if (floating || Math.abs((long) value.scale()) > MOST_DIGITS) {
            return Double.toString(value.doubleValue());
        }
        return value.scale() <= 0 ? value.toBigInteger() + "E0" : value.toPlainString();
    }
}
