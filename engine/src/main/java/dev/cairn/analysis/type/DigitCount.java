package dev.cairn.analysis.type;

/** The number of digits of a number written without an exponent: in total, and after the point. */
public record DigitCount(int precision, int scale) {
    /** A number with this many digits is out of any range; counting further could only overflow. */
    private static final int ENOUGH = 1_000_000;

    public static DigitCount of(String number) {
        int exponentAt = Math.max(number.indexOf('e'), number.indexOf('E'));
        String digits = exponentAt < 0 ? number : number.substring(0, exponentAt);
        int point = digits.indexOf('.');
        int behind = point < 0 ? 0 : digits.length() - point - 1;
        int scale = behind - (exponentAt < 0 ? 0 : parseExponent(number.substring(exponentAt + 1)));
        int significant = countSignificant(digits);
        if (significant == 0 && scale <= 0) {
            return new DigitCount(0, 0);
        }
        return scale < 0 ? new DigitCount(significant - scale, 0) : new DigitCount(Math.max(scale, significant), scale);
    }

    /** Returns the number of digits before the point. */
    int integerDigits() {
        return precision - scale;
    }

    private static int parseExponent(String text) {
        try {
            return Math.max(-ENOUGH, Math.min(ENOUGH, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            return text.startsWith("-") ? -ENOUGH : ENOUGH;
        }
    }

    /** Returns the number of digits without leading zeros. */
    private static int countSignificant(String digits) {
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c != '.' && (c != '0' || count > 0)) {
                count++;
            }
        }
        return count;
    }
}
