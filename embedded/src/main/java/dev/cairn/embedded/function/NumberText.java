package dev.cairn.embedded.function;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/** Formats floating-point numbers as the server does: as the shortest text that parses to the same number. */
public final class NumberText {
    private static final int MAX_DOUBLE_DIGITS = 15;
    private static final int MAX_FLOAT_DIGITS = 6;
    private static final int MIN_PLAIN_EXPONENT = -4;

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

    /** @param isSameNumber tests whether a shorter text parses to the same number */
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
        if (decimal.precision() >= maxDigits || Math.abs(number) < Float.MIN_NORMAL) {
            decimal = shorten(decimal, number, isSameNumber);
        }
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < maxDigits) {
            return decimal.toPlainString();
        }
        String unscaledDigits = decimal.unscaledValue().abs().toString();
        String mantissa = unscaledDigits.length() == 1
                ? unscaledDigits
                : unscaledDigits.charAt(0) + "." + unscaledDigits.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        String exponentDigits = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return (number < 0 ? "-" : "") + mantissa + "e" + sign + exponentDigits;
    }

    /** Removes digits that are not necessary: Java before version 19 writes too many, and always writes two. */
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
