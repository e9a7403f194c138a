package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Renders numbers as the server prints them. */
final class ServerNumberFormat {
    private static final int LARGEINT_BITS = 127;

    /** A number in exponent notation is a DOUBLE if it has more digits than this before the decimal point. */
    private static final int MAX_DIGITS_BEFORE_POINT = 38;

    private ServerNumberFormat() {}

    /**
     * Returns the number as the server prints it. A decimal without a fraction ends with {@code E0}, which
     * distinguishes it from an integer.
     *
     * @param maxDigits the maximum number of digits; a decimal with more digits is rounded
     */
    static String render(NumberLiteral number, int maxDigits) {
        if (number.isInteger()) {
            BigInteger integer = new BigInteger(number.text());
            return integer.bitLength() > LARGEINT_BITS ? integer + "E0" : integer.toString();
        }
        BigDecimal decimal = new BigDecimal(number.text());
        boolean isFloatingPoint = number.kind() == NumberLiteral.Kind.DOUBLE
                && (long) decimal.precision() - decimal.scale() > MAX_DIGITS_BEFORE_POINT;
        if (isFloatingPoint || Math.abs((long) decimal.scale()) > Type.Decimal.MAX_DIGITS) {
            return Double.toString(decimal.doubleValue());
        }
        int scale = Math.max(0, maxDigits - (decimal.precision() - decimal.scale()));
        BigDecimal roundedDecimal = decimal.scale() > scale ? decimal.setScale(scale, RoundingMode.HALF_UP) : decimal;
        return roundedDecimal.scale() <= 0 ? roundedDecimal.toBigInteger() + "E0" : roundedDecimal.toPlainString();
    }
}
