package dev.cairn.cli.output;

import java.util.Locale;

/**
 * Text as a terminal shows it. Its width in columns may differ from its length: a wide character takes two columns, and
 * a combining character none.
 */
public record TerminalText(String text) {
    /**
     * The first and last character of each range of characters that take two columns: characters of East Asian scripts,
     * and emoji.
     */
    private static final int[] WIDE_RANGES = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615,
                0x2648,
        0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE,
                0x26CE,
        0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705,
                0x270A,
        0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27B0,
                0x27B0,
        0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
                0x4E00,
        0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0,
                0xFFE6,
        0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    /** Returns the number of columns that the text takes. */
    public int width() {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += measureCharacter(text.codePointAt(i));
        }
        return width;
    }

    private static int measureCharacter(int codePoint) {
        if (codePoint < WIDE_RANGES[0]) {
            return Character.getType(codePoint) == Character.NON_SPACING_MARK ? 0 : 1;
        }
        for (int i = 0; i < WIDE_RANGES.length; i += 2) {
            if (codePoint >= WIDE_RANGES[i] && codePoint <= WIDE_RANGES[i + 1]) {
                return 2;
            }
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> 1;
        };
    }

    /** Returns the text, padded with spaces to a width. */
    public String pad(int width) {
        return text + " ".repeat(Math.max(0, width - width()));
    }

    /** Returns the text on one line, with an escape for each character by which a value could control the terminal. */
    public TerminalText toPrintable() {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default ->
                    printable.append(
                            isControl(character)
                                    ? String.format(Locale.ROOT, "\\u%04x", (int) character)
                                    : String.valueOf(character));
            }
        }
        return new TerminalText(printable.toString());
    }

    /** Returns whether a character controls the terminal or the direction of the text. */
    private static boolean isControl(char character) {
        return Character.isISOControl(character)
                || (character >= '\u202a' && character <= '\u202e')
                || (character >= '\u2066' && character <= '\u2069');
    }

    @Override
    public String toString() {
        return text;
    }
}
