package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conversions of stored numbers after ALTER TABLE, for which a backend uses functions of C: {@code strtol},
 * {@code atof} and {@code printf}.
 */
public final class StoredNumberConversions {
    private static final String SPACES = "[ \\t\\n\\x0B\\f\\r]*";

    private static final Pattern WHOLE_NUMBER_PREFIX = Pattern.compile(SPACES + "([+-]?[0-9]+)");

    private static final Pattern DECIMAL_NUMBER_PREFIX =
            Pattern.compile(SPACES + "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)");

    private static final Pattern HEXADECIMAL_NUMBER_PREFIX =
            Pattern.compile(SPACES + "([+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+))([pP][+-]?[0-9]+)?");

    private static final Pattern WORD_PREFIX = Pattern.compile(SPACES + "([+-]?)(inf|nan)", Pattern.CASE_INSENSITIVE);

    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private static final int LARGEINT_BITS = 128;

    /** The digits that {@code printf} writes after the decimal point by default. */
    private static final int FRACTION_DIGITS = 6;

    /** The digits that a FLOAT represents exactly, as {@code FLT_DIG} of C. */
    private static final int FLOAT_DIGITS = 6;

    /** The digits that a DOUBLE represents exactly, as {@code DBL_DIG} of C. */
    private static final int DOUBLE_DIGITS = 15;

    /** The number of digits that are added if the text with fewer digits is another number. */
    private static final int ADDITIONAL_DIGITS = 2;

    /** The smallest exponent of a number that {@code %g} prints without an exponent. */
    private static final int MIN_PLAIN_EXPONENT = -4;

    private StoredNumberConversions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("stored_integer", TEXT).returningLong(arguments -> parseLong(arguments.textAt(0))),
                helper("stored_largeint", TEXT)
                        .returningText(
                                arguments -> parseLargeInt(arguments.textAt(0)).toString()),
                helper("stored_double", TEXT).returningDouble(arguments -> parseDouble(arguments.textAt(0))),
                helper("stored_double_of_float", FLOAT)
                        .returningDouble(arguments ->
                                roundToFractionDigits((Float) arguments.values().get(0))),
                helper("stored_float_text", FLOAT)
                        .returningText(arguments ->
                                formatFloat((Float) arguments.values().get(0))),
                helper("stored_double_text", DOUBLE).returningText(arguments -> formatDouble(arguments.doubleAt(0))));
    }

    /** Returns the integer with which a text begins, limited to the range of LONG; 0 for any other text. */
    private static long parseLong(String text) {
        Matcher matcher = WHOLE_NUMBER_PREFIX.matcher(text);
        return matcher.lookingAt()
                ? new BigInteger(matcher.group(1)).max(MIN_LONG).min(MAX_LONG).longValue()
                : 0;
    }

    /**
     * Returns a whole number; 0 if the text is not only a number, or is beyond the range of LARGEINT. Spaces may
     * precede only the numbers that {@code strtol} reads, without the limits of LONG, which are its answers to numbers
     * beyond them.
     */
    private static BigInteger parseLargeInt(String text) {
        String terminatedText = textBeforeTerminator(text);
        Matcher matcher = WHOLE_NUMBER_PREFIX.matcher(terminatedText);
        if (!matcher.matches()) {
            return BigInteger.ZERO;
        }
        BigInteger number = new BigInteger(matcher.group(1));
        boolean isLong = number.compareTo(MIN_LONG) > 0 && number.compareTo(MAX_LONG) < 0;
        boolean isRead = isLong || (matcher.start(1) == 0 && number.bitLength() < LARGEINT_BITS);
        return isRead ? number : BigInteger.ZERO;
    }

    /** Returns the number with which a text begins; 0 for any other text. */
    private static double parseDouble(String text) {
        Matcher hexadecimalMatcher = HEXADECIMAL_NUMBER_PREFIX.matcher(text);
        if (hexadecimalMatcher.lookingAt()) {
            String exponent = hexadecimalMatcher.group(2);
            return Double.parseDouble(hexadecimalMatcher.group(1) + (exponent == null ? "p0" : exponent));
        }
        Matcher decimalMatcher = DECIMAL_NUMBER_PREFIX.matcher(text);
        if (decimalMatcher.lookingAt()) {
            return Double.parseDouble(decimalMatcher.group(1));
        }
        Matcher wordMatcher = WORD_PREFIX.matcher(text);
        if (!wordMatcher.lookingAt()) {
            return 0;
        }
        double magnitude =
                wordMatcher.group(2).toLowerCase(Locale.ROOT).equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
        return wordMatcher.group(1).equals("-") ? -magnitude : magnitude;
    }

    /** Returns the part of a text before the character that ends a text in C. */
    private static String textBeforeTerminator(String text) {
        int terminatorIndex = text.indexOf('\0');
        return terminatorIndex < 0 ? text : text.substring(0, terminatorIndex);
    }

    /** Returns the double with the digits that {@code printf} writes for a float by default. */
    private static double roundToFractionDigits(float number) {
        if (!Float.isFinite(number)) {
            return number;
        }
        double roundedNumber = new BigDecimal(number)
                .setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN)
                .doubleValue();
        return Math.copySign(roundedNumber, number);
    }

    private static String formatFloat(float number) {
        String text = formatSignificantDigits(number, FLOAT_DIGITS);
        return Float.isFinite(number) && Float.parseFloat(text) != number
                ? formatSignificantDigits(number, FLOAT_DIGITS + ADDITIONAL_DIGITS)
                : text;
    }

    private static String formatDouble(double number) {
        String text = formatSignificantDigits(number, DOUBLE_DIGITS);
        return Double.isFinite(number) && Double.parseDouble(text) != number
                ? formatSignificantDigits(number, DOUBLE_DIGITS + ADDITIONAL_DIGITS)
                : text;
    }

    /** Returns a number with a limited number of digits, like the conversion {@code %g} of {@code printf}. */
    private static String formatSignificantDigits(double number, int digitCount) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        String sign = Math.copySign(1, number) < 0 ? "-" : "";
        if (Double.isInfinite(number)) {
            return sign + "inf";
        }
        if (number == 0) {
            return sign + "0";
        }
        BigDecimal digits = new BigDecimal(Math.abs(number))
                .round(new MathContext(digitCount, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < digitCount) {
            return sign + digits.toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return sign + mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
