package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of numbers other than decimals: their powers, bits, bases and buckets. */
public final class NumberFunctions {
    private NumberFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("largeint", TEXT, TEXT, TEXT)
                        .returningText(arguments ->
                                calculateLargeInt(arguments.textAt(0), arguments.textAt(1), arguments.textAt(2))),
                function("power, pow, dpow, fpow", DOUBLE, DOUBLE)
                        .returningDouble(arguments -> calculatePower(arguments.doubleAt(0), arguments.doubleAt(1))),
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

    /** Rounds a number as C does: a half is rounded away from zero. */
    static double roundHalfUp(double number) {
        double wholeNumber = number < 0 ? Math.ceil(number) : Math.floor(number);
        return Math.abs(number - wholeNumber) < 0.5 ? wholeNumber : wholeNumber + Math.signum(number);
    }

    /** Calculates with 128 bits, and wraps around. Returns null for a division by zero. */
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
    static BigInteger wrapToBits(BigInteger number, int bits) {
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

    /**
     * Requires a condition on the arguments of a function.
     *
     * @throws FunctionEvaluationException if the condition does not hold
     */
    private static void require(boolean condition, String requirement) {
        if (!condition) {
            throw new FunctionEvaluationException("requirement: " + requirement);
        }
    }
}
