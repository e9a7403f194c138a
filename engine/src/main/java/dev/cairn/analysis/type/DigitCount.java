package dev.cairn.analysis.type;

/**
 * The digits that a number has if it is written without an exponent: the total number, and the number after the decimal
 * point.
 */
public record DigitCount(int precision, int scale) {
    /**
     * The largest exponent that is counted. A number with more digits is out of any range, and larger counts could
     * overflow.
     */
    private static final int MAX_EXPONENT = 1_000_000;

    /** Counts the digits of a number, which may have a decimal point and an exponent, but no sign. */
    public static DigitCount of(String numberText) {
        int exponentIndex = Math.max(numberText.indexOf('e'), numberText.indexOf('E'));
        String digits = exponentIndex < 0 ? numberText : numberText.substring(0, exponentIndex);
        int pointIndex = digits.indexOf('.');
        int fractionDigitCount = pointIndex < 0 ? 0 : digits.length() - pointIndex - 1;
        int scale =
                fractionDigitCount - (exponentIndex < 0 ? 0 : parseExponent(numberText.substring(exponentIndex + 1)));
        int significantDigitCount = countSignificantDigits(digits);
        if (significantDigitCount == 0 && scale <= 0) {
            return new DigitCount(0, 0);
        }
        return scale < 0
                ? new DigitCount(significantDigitCount - scale, 0)
                : new DigitCount(Math.max(scale, significantDigitCount), scale);
    }

    /** Returns the number of digits before the decimal point. */
    int integerDigitCount() {
        return precision - scale;
    }

    private static int parseExponent(String text) {
        try {
            return Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Integer.parseInt(text)));
        } catch (NumberFormatException ignored) {
            return text.startsWith("-") ? -MAX_EXPONENT : MAX_EXPONENT;
        }
    }

    /** Returns the number of digits without leading zeros. */
    private static int countSignificantDigits(String digits) {
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            if (character != '.' && (character != '0' || count > 0)) {
                count++;
            }
        }
        return count;
    }
}
