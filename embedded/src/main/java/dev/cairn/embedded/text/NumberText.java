package dev.cairn.embedded.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * Formats floating-point numbers as the server does: as the shortest text that parses to the same number. Parses such
 * texts.
 */
public final class NumberText {
    /** The number of decimal digits that a DOUBLE always keeps. */
    private static final int MAX_DOUBLE_DIGITS = 15;
    /** The number of decimal digits that a FLOAT always keeps. */
    private static final int MAX_FLOAT_DIGITS = 6;

    /** The least exponent of a number whose text has no exponent. */
    private static final int MIN_PLAIN_EXPONENT = -4;
    /** The greatest exponent of a FLOAT whose text at a frontend has no exponent. */
    private static final int MAX_PLAIN_FLOAT_EXPONENT = 7;
    /** The greatest exponent of a DOUBLE whose text at a frontend has no exponent. */
    private static final int MAX_PLAIN_DOUBLE_EXPONENT = 15;

    private static final String ZERO_MICROS = "000000";

    private NumberText() {}

    public static String format(double number) {
        return format(
                number,
                Double.toString(number),
                MAX_DOUBLE_DIGITS + 1,
                shorterDecimal -> shorterDecimal.doubleValue() == number);
    }

    public static String format(float number) {
        return format(
                number,
                Float.toString(number),
                MAX_FLOAT_DIGITS + 1,
                shorterDecimal -> shorterDecimal.floatValue() == number);
    }

    /**
     * Formats a number.
     *
     * @param javaText the text of the number in Java
     * @param maxDigits the greatest number of digits before the point of a text without an exponent
     * @param isSameNumber tests whether a shorter text parses to the same number
     */
    private static String format(double number, String javaText, int maxDigits, Predicate<BigDecimal> isSameNumber) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return javaText.startsWith("-") ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(javaText).stripTrailingZeros();
        // Java also writes too many digits of a subnormal number, such as 1.4E-45 instead of 1E-45.
        if (decimal.precision() >= maxDigits || Math.abs(number) < Float.MIN_NORMAL) {
            decimal = shorten(decimal, number, isSameNumber);
        }
        return format(decimal, maxDigits);
    }

    /**
     * Formats a number like the format {@code %g} of C: with an exponent if the number is small, or has more than
     * {@code maxDigits} digits before the point.
     *
     * @param number a number without trailing zeros
     */
    public static String format(BigDecimal number, int maxDigits) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < maxDigits) {
            return number.toPlainString();
        }
        String mantissa = number.scaleByPowerOfTen(-exponent).toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /**
     * Returns the text of a floating-point number as a frontend formats a constant: with at least one digit after the
     * point.
     */
    public static String toFrontendText(String backendText, boolean isFloat) {
        if (!Character.isDigit(backendText.charAt(backendText.length() - 1))) {
            return backendText; // not a finite number
        }
        String sign = backendText.startsWith("-") ? "-" : "";
        BigDecimal number = new BigDecimal(backendText).abs().stripTrailingZeros();
        if (number.signum() == 0) {
            return sign + "0.0";
        }
        int exponent = number.precision() - number.scale() - 1;
        boolean isPlain = exponent >= MIN_PLAIN_EXPONENT
                && exponent <= (isFloat ? MAX_PLAIN_FLOAT_EXPONENT : MAX_PLAIN_DOUBLE_EXPONENT);
        BigDecimal mantissa = isPlain ? number : number.scaleByPowerOfTen(-exponent);
        String digits = mantissa.setScale(Math.max(1, mantissa.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
        return sign + digits + (isPlain ? "" : "e" + exponent);
    }

    /**
     * Parses a text of a FLOAT, as the server prints it.
     *
     * @throws NumberFormatException unless the text is a number, {@code inf}, {@code -inf} or {@code nan}
     */
    public static float parseFloat(String text) {
        return Float.parseFloat(toJavaText(text));
    }

    /**
     * Parses a text of a DOUBLE, as the server prints it.
     *
     * @throws NumberFormatException unless the text is a number, {@code inf}, {@code -inf} or {@code nan}
     */
    public static double parseDouble(String text) {
        return Double.parseDouble(toJavaText(text));
    }

    private static String toJavaText(String text) {
        return switch (text) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan", "-nan" -> "NaN";
            default -> text;
        };
    }

    /** Parses the digits of a fraction of a second as microseconds; digits after the sixth are ignored. */
    public static int parseMicros(String fraction) {
        return Integer.parseInt((fraction + ZERO_MICROS).substring(0, ZERO_MICROS.length()));
    }

    /** Removes unnecessary digits: Java always writes at least two digits, and before version 19 sometimes too many. */
    private static BigDecimal shorten(BigDecimal javaDecimal, double number, Predicate<BigDecimal> isSameNumber) {
        BigDecimal exactDecimal = new BigDecimal(number);
        BigDecimal shortestDecimal = javaDecimal;
        for (int precision = javaDecimal.precision() - 1; precision > 0; precision--) {
            BigDecimal shorterDecimal = exactDecimal.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (!isSameNumber.test(shorterDecimal)) {
                break;
            }
            shortestDecimal = shorterDecimal;
        }
        return shortestDecimal.stripTrailingZeros();
    }
}
