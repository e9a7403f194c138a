package dev.cairn.migration;

/** Writes the escapes of characters in Java sources. */
public final class JavaEscape {
    private JavaEscape() {}

    /**
     * Appends the octal escape of a character below 0x100. The escape has three digits, so a digit that follows is
     * never read as a part of it. Unlike a Unicode escape, it is never read as a line break of the source.
     */
    public static void appendOctal(StringBuilder source, char character) {
        source.append('\\')
                .append((char) ('0' + (character >> 6)))
                .append((char) ('0' + (character >> 3 & 7)))
                .append((char) ('0' + (character & 7)));
    }

    /** Appends a Unicode escape with four hexadecimal digits. */
    public static void appendUnicode(StringBuilder source, char character) {
        source.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            source.append(Character.forDigit(character >> shift & 0xf, 16));
        }
    }
}
