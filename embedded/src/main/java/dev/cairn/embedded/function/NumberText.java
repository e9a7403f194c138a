package dev.cairn.embedded.function;

import java.math.BigDecimal;

/** Prints floating-point numbers as the server does: the shortest text that parses to the same number. */
public final class NumberText {
    private static final int DIGITS_OF_DOUBLE = 15;
    private static final int DIGITS_OF_FLOAT = 6;
    private static final int SMALLEST_PLAIN = -4;

    private NumberText() {}

    public static String of(double number) {
        return of(number, Double.toString(number), DIGITS_OF_DOUBLE + 1);
    }

    public static String of(float number) {
        return of(number, Float.toString(number), DIGITS_OF_FLOAT + 1);
    }

    private static String of(double number, String shortest, int digits) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return shortest.startsWith("-") ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < digits) {
            return exact.toPlainString();
        }
        String text = exact.unscaledValue().abs().toString();
        String mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return (number < 0 ? "-" : "") + mantissa + "e" + sign + power;
    }
}
