package dev.cairn.tooling.importing;

import java.util.Locale;

/** A text in quotes, as Java source. */
final class TextLiteral {
    private TextLiteral() {}

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> escaped(out, c);
            }
        });
        return out.append('"').toString();
    }

    /** What stands alike in quotes and in text blocks. */
    static void escaped(StringBuilder out, int c) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (c == '\r') {
            out.append("\\r");
        } else if (c == '\t') {
            out.append("\\t");
        } else if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\%03o", c));
        } else if (isInvisible(c)) {
            for (char unit : Character.toChars(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        } else {
            out.appendCodePoint(c);
        }
    }

    /** What can't be seen, changes how the rest is seen, or is half of a character. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }
}
