package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calculations in which DuckDB would lose digits, and functions of bits. Decimals are passed as texts. */
public final class NumberFunctions {
    private static final int WIDE_DECIMAL_BITS = 256;

    /** The bits of a decimal of at most 38 digits. */
    private static final int DECIMAL_BITS = 128;

    private static final int MAX_DECIMAL_DIGITS = 38;

    private NumberFunctions() {}

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
                helper("largeint", TEXT, TEXT, TEXT)
                        .returningText(arguments ->
                                calculateLargeInt(arguments.textAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("round", TEXT, LONG)
                        .returningText(arguments -> limitFractionDigits(
                                parseDecimal(arguments.textAt(0)), arguments.longAt(1), RoundingMode.HALF_UP)),
                helper("truncate", TEXT, LONG)
                        .returningText(arguments -> limitFractionDigits(
                                parseDecimal(arguments.textAt(0)), arguments.longAt(1), RoundingMode.DOWN)),
                helper("iceberg_truncate", TEXT, LONG)
                        .returningText(arguments ->
                                truncateToMultiple(parseDecimal(arguments.textAt(0)), arguments.longAt(1))),
                function("power, pow, dpow, fpow", DOUBLE, DOUBLE)
                        .returningDouble(arguments -> calculatePower(arguments.doubleAt(0), arguments.doubleAt(1))),
                helper("plain", TEXT).returningText(arguments -> stripTrailingZeros(arguments.textAt(0))),
                function("bin", LONG).returningText(arguments -> Long.toBinaryString(arguments.longAt(0))),
                helper("conv_number", LONG, LONG, LONG)
                        .returningText(arguments ->
                                convertDecimalDigits(arguments.longAt(0), arguments.longAt(1), arguments.longAt(2))),
                function("conv", TEXT, LONG, LONG)
                        .returningText(arguments ->
                                convertBase(arguments.textAt(0), arguments.longAt(1), arguments.longAt(2))),
                helper("shift", TEXT, TEXT, LONG, LONG)
                        .returningText(
                                arguments -> shift(arguments.textAt(0), arguments.textAt(1), arguments.longAt(2), (int)
                                        arguments.longAt(3))),
                function("equiwidth_bucket", LONG, LONG, LONG, LONG)
                        .returningLong(arguments -> computeEquiwidthBucket(
                                arguments.longAt(0), arguments.longAt(1), arguments.longAt(2), arguments.longAt(3))));
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
     * Returns the digits of a floating-point number that is rounded to this scale, without its point; null if there are
     * too many digits. Like on a server, the point is moved by a multiplication in double precision, and a half is
     * added.
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
        BigInteger wrappedSum = wrapToBits(sum.setScale(sumScale).unscaledValue(), bits);
        return new BigDecimal(wrappedSum, sumScale)
                .divide(count, scale, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** Rounds a number as C does: a half is rounded away from zero. */
    static double roundHalfUp(double number) {
        double wholeNumber = number < 0 ? Math.ceil(number) : Math.floor(number);
        return Math.abs(number - wholeNumber) < 0.5 ? wholeNumber : wholeNumber + Math.signum(number);
    }

    /** Returns the decimal with the digits of a sum, which wraps around at 128 bits. */
    private static String wrapSum(String digits, int scale) {
        return new BigDecimal(wrapToBits(new BigInteger(digits), DECIMAL_BITS), scale).toPlainString();
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

    /** Returns whether a signed integer of this size can hold the number without its digits after the point. */
    private static boolean fitsInBits(BigDecimal number, int bits) {
        return number.toBigInteger().bitLength() < bits;
    }

    /**
     * Calculates with 128 bits, and wraps around. An operator other than PLUS, MINUS, TIMES and MODULO is the integer
     * division. Returns null for a division by zero.
     */
    private static @Nullable String calculateLargeInt(String operatorName, String leftText, String rightText) {
        BigInteger leftNumber = new BigInteger(leftText);
        BigInteger rightNumber = new BigInteger(rightText);
        BigInteger exactResult = switch (operatorName) {
            case "PLUS" -> leftNumber.add(rightNumber);
            case "MINUS" -> leftNumber.subtract(rightNumber);
            case "TIMES" -> leftNumber.multiply(rightNumber);
            case "MODULO" -> rightNumber.signum() == 0 ? null : leftNumber.remainder(rightNumber);
            default -> rightNumber.signum() == 0 ? null : leftNumber.divide(rightNumber);
        };
        if (exactResult == null) {
            return null;
        }
        return wrapToBits(exactResult, 2 * Long.SIZE).toString();
    }

    /** Returns the signed number of the given size in bits that has the same lowest bits. */
    private static BigInteger wrapToBits(BigInteger number, int bits) {
        BigInteger halfRange = BigInteger.ONE.shiftLeft(bits - 1);
        return number.add(halfRange).mod(halfRange.shiftLeft(1)).subtract(halfRange);
    }

    /**
     * Shifts an integer of the given size in bits. As in C++, the distance counts modulo the bits of the calculation,
     * which has at least 32.
     */
    private static String shift(String operatorName, String numberText, long distanceInBits, int bits) {
        BigInteger value = new BigInteger(numberText);
        int distance = (int) distanceInBits & (Math.max(bits, Integer.SIZE) - 1);
        BigInteger shiftedValue = switch (operatorName) {
            case "SHIFT_LEFT" -> value.shiftLeft(distance);
            case "SHIFT_RIGHT" -> value.shiftRight(distance);
            default -> value.mod(BigInteger.ONE.shiftLeft(bits)).shiftRight(distance);
        };
        return wrapToBits(shiftedValue, bits).toString();
    }

    /** Rounds a number down until its digits, without the point, are a multiple of the width. */
    private static String truncateToMultiple(BigDecimal number, long width) {
        BigInteger digits = number.unscaledValue();
        return new BigDecimal(digits.subtract(digits.mod(BigInteger.valueOf(width))), number.scale()).toPlainString();
    }

    /** Returns a power; null if it is not a finite number. */
    private static @Nullable Double calculatePower(double base, double exponent) {
        double power = Math.pow(base, exponent);
        return Double.isNaN(power) || Double.isInfinite(power) ? null : power;
    }

    /**
     * Converts a number between bases; null if a base is out of range. The number ends before the first digit that the
     * source base does not have. It is 0 if it has no digits, or if the character after them is not a digit of any
     * base. A number in a negative base is signed.
     */
    private static @Nullable String convertBase(String numberText, long sourceBase, long targetBase) {
        if (!isValidBase(sourceBase) || !isValidBase(targetBase)) {
            return null;
        }
        String text = numberText.strip();
        boolean isNegative = text.startsWith("-");
        int start = isNegative || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && Character.digit(text.charAt(end), (int) Math.abs(sourceBase)) >= 0) {
            end++;
        }
        if (end == start || (end < text.length() && Character.digit(text.charAt(end), Character.MAX_RADIX) < 0)) {
            return "0";
        }
        BigInteger value = parseLeadingDigits(text.substring(start, end), (int) Math.abs(sourceBase));
        if (sourceBase < 0) {
            value = value.min(
                    BigInteger.ONE.shiftLeft(Long.SIZE - 1).subtract(isNegative ? BigInteger.ZERO : BigInteger.ONE));
        } else if (value.bitLength() > Long.SIZE) {
            value = isNegative
                    ? BigInteger.ZERO
                    : BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
        }
        return formatInBase((isNegative ? value.negate() : value).longValue(), targetBase);
    }

    /** Returns the number that digits represent, or that the first digits represent if these exceed 64 bits. */
    private static BigInteger parseLeadingDigits(String digits, int base) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < digits.length() && value.bitLength() <= Long.SIZE; i++) {
            value = value.multiply(BigInteger.valueOf(base))
                    .add(BigInteger.valueOf(Character.digit(digits.charAt(i), base)));
        }
        return value;
    }

    /**
     * Converts a number whose decimal digits are read in another base: the number ends before the first digit that this
     * base does not have. Returns null if a base is out of range. A number that exceeds 63 bits becomes the one in
     * which all bits are set.
     */
    private static @Nullable String convertDecimalDigits(long number, long sourceBase, long targetBase) {
        if (!isValidBase(sourceBase) || !isValidBase(targetBase)) {
            return null;
        }
        long base = Math.abs(sourceBase);
        BigInteger value = BigInteger.ZERO;
        for (char digit : Long.toString(number).replace("-", "").toCharArray()) {
            if (digit - '0' >= base) {
                break;
            }
            value = value.multiply(BigInteger.valueOf(base)).add(BigInteger.valueOf(digit - '0'));
        }
        if (value.bitLength() >= Long.SIZE && base != 10) {
            return formatInBase(-1, targetBase);
        }
        return formatInBase(base == 10 ? number : value.longValue() * Long.signum(number), targetBase);
    }

    private static boolean isValidBase(long base) {
        return Math.abs(base) >= Character.MIN_RADIX && Math.abs(base) <= Character.MAX_RADIX;
    }

    private static String formatInBase(long number, long base) {
        String digits = base < 0 ? Long.toString(number, (int) -base) : Long.toUnsignedString(number, (int) base);
        return digits.toUpperCase(Locale.ROOT);
    }

    /** Returns the number of the bucket, from 0, to which a value belongs; refuses arguments out of range. */
    private static long computeEquiwidthBucket(long value, long lower, long upper, long bucketCount) {
        requireRange(value, lower, upper, bucketCount, "buckets");
        return (value - lower) / Math.max(1, (upper - lower) / bucketCount);
    }

    /** Requires a range that contains the value and is divided into parts, such as the buckets of a histogram. */
    static void requireRange(long value, long lower, long upper, long partCount, String partName) {
        require(lower < upper, "min < max");
        require(partCount > 0, partName + " > 0");
        require(value >= lower, "size >= min");
        require(value <= upper, "size <= max");
    }

    private
    /**
     * Requires a condition on the arguments of a function.
     *
     * @throws FunctionEvaluationException if the condition does not hold
     */
    static void require(boolean condition, String requirement) {
        if (!condition) {
            throw new FunctionEvaluationException("requirement: " + requirement);
        }
    }
}
