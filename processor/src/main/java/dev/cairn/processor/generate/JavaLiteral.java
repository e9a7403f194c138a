package dev.cairn.processor.generate;

import dev.cairn.migration.JavaEscape;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as a Java literal. Characters beyond ASCII are escaped, because the user's source encoding may not contain them.
 */
final class JavaLiteral {
    /** The longest constant that javac accepts, in characters and in bytes of modified UTF-8. */
    static final int MAX_LENGTH = 65_534;

    private JavaLiteral() {}

    /** A text block for several lines, or else a string literal. */
    static String literal(String text) {
        return fitsTextBlock(text) ? textBlock(text) : string(text);
    }

    /** The text in one or more parts that fit into a class file. */
    static List<String> parts(String text) {
        if (text.length() <= MAX_LENGTH / 3) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            int size = modifiedUtf8(text.charAt(at));
            if (bytes + size > MAX_LENGTH) {
                parts.add(text.substring(start, at));
                start = at;
                bytes = 0;
            }
            bytes += size;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int modifiedUtf8(char character) {
        if (character >= 0x01 && character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : 3;
    }

    /** A text block loses non-ASCII blanks at line ends, even if they are escaped. */
    private static boolean fitsTextBlock(String text) {
        if (text.indexOf('\n') < 0) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80 && Character.isWhitespace(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static String string(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"') {
                literal.append("\\\"");
            } else if (character == '\n') {
                literal.append("\\n");
            } else {
                escape(literal, character);
            }
        }
        return literal.append('"').toString();
    }

    private static String textBlock(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 64).append("\"\"\"\n");
        boolean indented = text.lines().allMatch(line -> line.isEmpty() || line.startsWith(" "));
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            boolean lineEnds = at + 1 == text.length() || text.charAt(at + 1) == '\n';
            if (character == ' ' && (lineEnds || indented)) {
                literal.append("\\s"); // keeps the blanks before it from being taken for indentation, or for nothing
                indented = false;
            } else if (character == '"' && (at + 1 == text.length() || text.startsWith("\"\"\"", at))) {
                literal.append("\\\"");
            } else if (character == '"' || character == '\n') {
                literal.append(character);
            } else {
                escape(literal, character);
            }
        }
        return literal.append("\"\"\"").toString();
    }

    private static void escape(StringBuilder literal, char character) {
        if (character == '\\') {
            literal.append("\\\\");
        } else if (character == '\t') {
            literal.append("\\t");
        } else if (character == '\r') {
            literal.append("\\r");
        } else if (character < ' ' || character == 0x7f) {
            JavaEscape.appendOctal(literal, character);
        } else if (character < 0x7f) {
            literal.append(character);
        } else {
            JavaEscape.appendUnicode(literal, character);
        }
    }
}
