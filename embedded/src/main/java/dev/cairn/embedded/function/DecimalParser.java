package dev.cairn.embedded.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts that backends convert to decimals. Backends keep as many significant digits as the bits of the type
 * hold, and ignore all other digits, even when they round.
 */
final class DecimalParser {
    private static final Pattern NUMBER_PATTERN = Pattern.compile(
            "[ \\t\\n\\x0B\\f\\r]*([+-]?)(0*)([0-9]*)(?:(\\.)([0-9]*))?(?:[eE]([+-]?[0-9]+))?[ \\t\\n\\x0B\\f\\r]*");

    /** The limits of the exponent, which a backend reads as an integer of eight bits. */
    private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(Byte.MAX_VALUE);

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(Byte.MIN_VALUE);

    private DecimalParser() {}

    /**
     * Returns the plain text of a decimal, rounded to the scale; null if the text is not a number, or the number has
     * too many digits before the point.
     *
     * @param maxDigits the number of digits that the bits of the type hold, before and after the point
     * @param scale the number of digits after the point
     */
    static @Nullable String parse(String text, int maxDigits, int scale) {
        String plainText = completePlainText(text, maxDigits, scale);
        return plainText == null ? parseAnyNotation(text, maxDigits, scale) : plainText;
    }

    /**
     * Completes a number in its shortest form if the type has room for all of its digits; most loads contain such
     * numbers. Returns the text with trailing zeros up to the scale; null for any other text.
     */
    private static @Nullable String completePlainText(String text, int maxDigits, int scale) {
        int start = text.startsWith("-") ? 1 : 0;
        int pointIndex = skipDigits(text, start);
        int wholeDigitCount = pointIndex - start;
        boolean isUnsignedDigit = wholeDigitCount == 1 && start == 0; // the zero of -0 loses its sign
        if (wholeDigitCount == 0
                || wholeDigitCount > maxDigits - scale
                || (text.charAt(start) == '0' && !isUnsignedDigit)) {
            return null;
        }
        if (pointIndex == text.length()) {
            return scale == 0 ? text : text + "." + "0".repeat(scale);
        }
        int fractionDigitCount = text.length() - pointIndex - 1;
        boolean isPlain = text.charAt(pointIndex) == '.'
                && fractionDigitCount > 0
                && fractionDigitCount <= scale
                && skipDigits(text, pointIndex + 1) == text.length();
        if (!isPlain) {
            return null;
        }
        return fractionDigitCount == scale ? text : text + "0".repeat(scale - fractionDigitCount);
    }

    private static int skipDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** Parses a number in any notation; see {@link #parse}. A text that has a point, but no digits, is read as 0. */
    static @Nullable String parseAnyNotation(String text, int maxDigits, int scale) {
        Matcher numberMatcher = NUMBER_PATTERN.matcher(text);
        if (!numberMatcher.matches()) {
            return null;
        }
        boolean hasPoint = numberMatcher.group(4) != null;
        String wholePart = numberMatcher.group(3);
        String fractionPart = hasPoint ? numberMatcher.group(5) : "";
        if (!hasPoint && wholePart.isEmpty() && numberMatcher.group(2).isEmpty()) {
            return null;
        }
        BigInteger exponent = numberMatcher.group(6) == null ? BigInteger.ZERO : new BigInteger(numberMatcher.group(6));
        if (exponent.compareTo(MAX_EXPONENT) > 0) {
            return null;
        }
        if (exponent.compareTo(MIN_EXPONENT) < 0) {
            return BigDecimal.ZERO.setScale(scale).toPlainString();
        }
        String digits = wholePart.isEmpty() ? fractionPart.replaceFirst("^0*", "") : wholePart + fractionPart;
        String numberText = roundDigits(digits, fractionPart.length() - exponent.intValue(), maxDigits, scale);
        return numberText != null && numberMatcher.group(1).equals("-")
                ? new BigDecimal(numberText).negate().toPlainString()
                : numberText;
    }

    /**
     * Returns the number with these digits, rounded to the scale; null if there are too many digits before the point.
     *
     * @param numberScale the scale of the digits, which is negative for an exponent beyond them
     */
    private static @Nullable String roundDigits(String digits, int numberScale, int maxDigits, int scale) {
        int precision = Math.max(digits.length() - Math.min(numberScale, 0), numberScale);
        if (precision - Math.max(numberScale, 0) > maxDigits - scale) {
            return null;
        }
        int ignoredDigitCount = Math.max(digits.length() - maxDigits, 0);
        BigInteger significantDigits = digits.isEmpty()
                ? BigInteger.ZERO
                : new BigInteger(digits.substring(0, digits.length() - ignoredDigitCount));
        int shift = numberScale - ignoredDigitCount - scale;
        if (shift > maxDigits) {
            return BigDecimal.ZERO.setScale(scale).toPlainString();
        }
        BigInteger unscaledValue = shift > 0
                ? divideHalfUp(significantDigits, BigInteger.TEN.pow(shift))
                : significantDigits.multiply(BigInteger.TEN.pow(-shift));
        return new BigDecimal(unscaledValue, scale).toPlainString();
    }

    /** Divides a number that is not negative by an even number. */
    private static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
        return dividend.add(divisor.shiftRight(1)).divide(divisor);
    }
}
