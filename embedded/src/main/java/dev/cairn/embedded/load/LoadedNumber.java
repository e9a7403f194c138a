package dev.cairn.embedded.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Normalizes the texts of numbers that are loaded into columns of integers and truth values: unlike CAST, a load
 * accepts fractions and exponents. Texts that are not numbers, or that are too large, remain as they are, and CAST
 * rejects them.
 */
final class LoadedNumber {
    /** The digits after the point of the decimal type as which a backend reads a BIGINT or LARGEINT with a fraction. */
    private static final int FRACTION_DIGITS = 9;

    /** The digits before the point of this type. */
    private static final int INTEGER_DIGITS = 29;

    private static final Pattern INTEGER_PATTERN = Pattern.compile("\\s*[+-]?\\d+\\s*");
    private static final Pattern NUMBER_PATTERN =
            Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*");

    private LoadedNumber() {}

    /** Returns 1 or 0 for a number, and any other text unchanged. */
    static String normalizeBoolean(String text) {
        Matcher numberMatcher = NUMBER_PATTERN.matcher(text);
        if (!numberMatcher.matches()) {
            return text;
        }
        double number = Double.parseDouble(numberMatcher.group(1));
        return Double.isInfinite(number) ? text : number == 0 ? "0" : "1";
    }

    /**
     * Returns a number without its fraction and exponent; the number is read as a DOUBLE. Returns an integer, any other
     * text, and a number beyond BIGINT unchanged.
     */
    static String normalizeInteger(String text) {
        Matcher numberMatcher = NUMBER_PATTERN.matcher(text);
        if (INTEGER_PATTERN.matcher(text).matches() || !numberMatcher.matches()) {
            return text;
        }
        double number = Double.parseDouble(numberMatcher.group(1));
        return Math.abs(number) < Long.MAX_VALUE ? Long.toString((long) number) : text;
    }

    /**
     * Returns a number without its fraction and exponent; the number is read as a decimal, which may round it up.
     * Returns an integer, any other text, and a number beyond the decimal unchanged.
     */
    static String normalizeLargeInteger(String text) {
        Matcher numberMatcher = NUMBER_PATTERN.matcher(text);
        if (INTEGER_PATTERN.matcher(text).matches() || !numberMatcher.matches()) {
            return text;
        }
        BigDecimal number = new BigDecimal(numberMatcher.group(1));
        return countIntegerDigits(number) > INTEGER_DIGITS
                ? text
                : number.setScale(FRACTION_DIGITS, RoundingMode.HALF_UP)
                        .toBigInteger()
                        .toString();
    }

    /** Returns the number of digits before the point of a number, without zeros at its start; 0 for another text. */
    static int countIntegerDigits(String text) {
        Matcher numberMatcher = NUMBER_PATTERN.matcher(text);
        return numberMatcher.matches() ? countIntegerDigits(new BigDecimal(numberMatcher.group(1))) : 0;
    }

    private static int countIntegerDigits(BigDecimal number) {
        return number.signum() == 0 ? 0 : Math.max(0, number.precision() - number.scale());
    }
}
