package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Expression.Number;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Renders numbers as the server prints them. */
final class ServerNumberFormat {
    private static final int LARGEINT_BITS = 127;

    /** A number in exponent notation is a DOUBLE if it has more digits than this before the point. */
    private static final int MAX_DIGITS_BEFORE_POINT = 38;

    private ServerNumberFormat() {}

    /**
     * Returns the number as the server prints it. A decimal without a fraction is marked, to distinguish it from an
     * integer.
     *
     * @param maxDigits the maximal number of digits; a decimal with more digits is rounded
     */
    static String render(Number number, int maxDigits) {
        if (number.isInteger()) {
            if (number.text().length() > Type.Decimal.MAX_DIGITS + 1) {
                return number.text();
            }
            BigInteger value = new BigInteger(number.text());
            return value.bitLength() > LARGEINT_BITS ? value + "E0" : value.toString();
        }
        BigDecimal value = new BigDecimal(number.text());
        boolean isFloatingPoint = number.kind() == Number.Kind.DOUBLE
                && (long) value.precision() - value.scale() > MAX_DIGITS_BEFORE_POINT;
        if (isFloatingPoint || Math.abs((long) value.scale()) > Type.Decimal.MAX_DIGITS) {
            return Double.toString(value.doubleValue());
        }
        int scale = Math.max(0, maxDigits - (value.precision() - value.scale()));
        BigDecimal roundedValue = value.scale() > scale ? value.setScale(scale, RoundingMode.HALF_UP) : value;
        return roundedValue.scale() <= 0 ? roundedValue.toBigInteger() + "E0" : roundedValue.toPlainString();
    }
}
