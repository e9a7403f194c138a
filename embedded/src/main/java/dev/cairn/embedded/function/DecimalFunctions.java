package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that calculate with decimals of any size, which are passed as texts. */
public final class DecimalFunctions {
    private static final int WIDE_DECIMAL_BITS = 256;

    /** The bits of a decimal of at most 38 digits. */
    private static final int DECIMAL_BITS = 128;

    private static final int MAX_DECIMAL_DIGITS = 38;

    private DecimalFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("with_point", TEXT, LONG)
                        .returningText(arguments -> new BigDecimal(
                                        new BigInteger(arguments.textAt(0)), (int) arguments.longAt(1))
                                .toPlainString()),
                helper("without_point", TEXT, LONG, LONG)
                        .returningText(arguments ->
                                unscaledDigits(arguments.textAt(0), arguments.longAt(1), (int) arguments.longAt(2))),
                helper("without_point_of_double", DOUBLE, LONG, LONG)
                        .returningText(arguments ->
                                unscaledDigits(arguments.doubleAt(0), arguments.longAt(1), (int) arguments.longAt(2))),
                helper("parse_decimal", TEXT, LONG, LONG)
                        .returningText(arguments -> DecimalParser.parse(
                                arguments.textAt(0), (int) arguments.longAt(1), (int) arguments.longAt(2))),
                helper("plus", TEXT, TEXT)
                        .returningText(arguments -> parseDecimal(arguments.textAt(0))
                                .add(parseDecimal(arguments.textAt(1)))
                                .toPlainString()),
                helper("minus", TEXT, TEXT)
                        .returningText(arguments -> parseDecimal(arguments.textAt(0))
                                .subtract(parseDecimal(arguments.textAt(1)))
                                .toPlainString()),
                helper("average", TEXT, TEXT, LONG, LONG)
                        .returningText(arguments -> calculateAverage(arguments, DECIMAL_BITS)),
                helper("wide_average", TEXT, TEXT, LONG, LONG)
                        .returningText(arguments -> calculateAverage(arguments, WIDE_DECIMAL_BITS)),
                helper("sum_of_digits", TEXT, LONG)
                        .returningText(arguments -> wrapSum(arguments.textAt(0), (int) arguments.longAt(1))),
                helper("multiply", TEXT, TEXT, LONG)
                        .returningText(arguments -> round(
                                parseDecimal(arguments.textAt(0)).multiply(parseDecimal(arguments.textAt(1))),
                                (int) arguments.longAt(2))),
                helper("divide", TEXT, TEXT, LONG, LONG)
                        .returningText(arguments -> calculateQuotient(
                                arguments.textAt(0), arguments.textAt(1), (int) arguments.longAt(2), (int)
                                        arguments.longAt(3))),
                helper("remainder", TEXT, TEXT, LONG, LONG)
                        .returningText(arguments -> calculateRemainder(
                                arguments.textAt(0), arguments.textAt(1), (int) arguments.longAt(2), (int)
                                        arguments.longAt(3))),
                helper("round", TEXT, LONG)
                        .returningText(arguments -> limitFractionDigits(
                                parseDecimal(arguments.textAt(0)), arguments.longAt(1), RoundingMode.HALF_UP)),
                helper("truncate", TEXT, LONG)
                        .returningText(arguments -> limitFractionDigits(
                                parseDecimal(arguments.textAt(0)), arguments.longAt(1), RoundingMode.DOWN)),
                helper("iceberg_truncate", TEXT, LONG)
                        .returningText(arguments ->
                                truncateToMultiple(parseDecimal(arguments.textAt(0)), arguments.longAt(1))),
                helper("plain", TEXT).returningText(arguments -> stripTrailingZeros(arguments.textAt(0))));
    }

    private static BigDecimal parseDecimal(String text) {
        return new BigDecimal(text);
    }

    private static String stripTrailingZeros(String numberText) {
        return parseDecimal(numberText).stripTrailingZeros().toPlainString();
    }

    /**
     * Returns the digits of a number that is rounded to this scale, without its point; null if there are too many
     * digits, or the text is not a number.
     *
     * @param precision the largest number of digits; 0 for a limit of 256 bits
     */
    private static @Nullable String unscaledDigits(String text, long precision, int scale) {
        try {
            BigDecimal number = parseDecimal(text.strip()).setScale(scale, RoundingMode.HALF_UP);
            BigInteger digits = number.unscaledValue();
            boolean isInRange =
                    precision == 0 ? digits.bitLength() < WIDE_DECIMAL_BITS : number.precision() <= precision;
            return isInRange || digits.signum() == 0 ? digits.toString() : null;
        } catch (NumberFormatException ignored) {
            return null;
        }
    }

    /**
     * Returns the digits of a floating-point number, whose point is moved by a multiplication in double precision, and
     * to which a half is added.
     */
    private static @Nullable String unscaledDigits(double number, long precision, int scale) {
        double shiftedNumber =
                number * BigDecimal.ONE.scaleByPowerOfTen(scale).doubleValue() + Math.copySign(0.5, number);
        return Double.isFinite(shiftedNumber)
                ? unscaledDigits(new BigDecimal(shiftedNumber).toBigInteger().toString(), precision, 0)
                : null;
    }

    /**
     * Returns the average of decimals; null if there are none. Their sum, with at least as many digits after the
     * decimal point as the average, wraps around.
     *
     * @param arguments the sum, the count, the number of the sum's digits that come after its missing decimal point,
     *     and the scale of the average
     */
    private static @Nullable String calculateAverage(JavaFunction.CallArguments arguments, int bits) {
        BigDecimal count = parseDecimal(arguments.textAt(1));
        if (count.signum() == 0) {
            return null;
        }
        int scale = (int) arguments.longAt(3);
        BigDecimal sum = parseDecimal(arguments.textAt(0)).movePointLeft((int) arguments.longAt(2));
        int sumScale = Math.max(scale, sum.scale());
        BigInteger wrappedSum =
                NumberFunctions.wrapToBits(sum.setScale(sumScale).unscaledValue(), bits);
        return new BigDecimal(wrappedSum, sumScale)
                .divide(count, scale, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** Returns the decimal with the digits of a sum, which wraps around at 128 bits. */
    private static String wrapSum(String digits, int scale) {
        return new BigDecimal(NumberFunctions.wrapToBits(new BigInteger(digits), DECIMAL_BITS), scale).toPlainString();
    }

    /** Rounds a number; its scale does not grow, since this would only add zeros. */
    private static String round(BigDecimal number, int scale) {
        return number.setScale(Math.min(scale, number.scale()), RoundingMode.HALF_UP)
                .toPlainString();
    }

    /**
     * Rounds or truncates a number to at most the given number of digits after the decimal point. Returns null if that
     * number of digits and the scale of the number differ by more than 38.
     */
    private static @Nullable String limitFractionDigits(BigDecimal number, long fractionDigitCount, RoundingMode mode) {
        int scale = (int) Math.max(-MAX_DECIMAL_DIGITS, Math.min(MAX_DECIMAL_DIGITS, fractionDigitCount));
        return Math.abs(scale - number.scale()) > MAX_DECIMAL_DIGITS
                ? null
                : number.setScale(Math.min(scale, number.scale()), mode).toPlainString();
    }

    /**
     * Returns a quotient; null if the divisor is zero, or if the dividend, extended by the digits that the quotient
     * needs, has more than {@code bits} bits.
     */
    private static @Nullable String calculateQuotient(String dividendText, String divisorText, int scale, int bits) {
        BigDecimal divisorNumber = parseDecimal(divisorText);
        if (divisorNumber.signum() == 0) {
            return null;
        }
        BigDecimal dividendNumber = parseDecimal(dividendText);
        BigDecimal extendedDividend = dividendNumber.movePointRight(scale + divisorNumber.scale());
        return fitsInBits(extendedDividend, bits)
                ? dividendNumber
                        .divide(divisorNumber, scale, RoundingMode.HALF_UP)
                        .toPlainString()
                : null;
    }

    /**
     * Returns the remainder; null if the divisor is zero, or if an operand with all digits of the result has more bits
     * than the result.
     */
    private static @Nullable String calculateRemainder(String dividendText, String divisorText, int scale, int bits) {
        BigDecimal dividendNumber = parseDecimal(dividendText);
        BigDecimal divisorNumber = parseDecimal(divisorText);
        boolean hasResult = divisorNumber.signum() != 0
                && fitsInBits(dividendNumber.movePointRight(scale), bits)
                && fitsInBits(divisorNumber.movePointRight(scale), bits);
        return hasResult ? dividendNumber.remainder(divisorNumber).toPlainString() : null;
    }

    private static boolean fitsInBits(BigDecimal number, int bits) {
        return number.toBigInteger().bitLength() < bits;
    }

    /** Rounds a number down until its digits, without the point, are a multiple of the width. */
    private static String truncateToMultiple(BigDecimal number, long width) {
        BigInteger digits = number.unscaledValue();
        return new BigDecimal(digits.subtract(digits.mod(BigInteger.valueOf(width))), number.scale()).toPlainString();
    }
}
