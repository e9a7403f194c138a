package dev.cairn.processor.generate;

import dev.cairn.migration.JavaConstantSize;
import dev.cairn.migration.JavaEscape;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders text as a Java literal. Characters beyond ASCII are escaped, because the encoding of the user's sources may
 * lack them.
 */
final class JavaLiteral {
    private JavaLiteral() {}

    /** Returns a text block for several lines, or else a string literal. */
    static String render(String text) {
        return fitsTextBlock(text) ? renderTextBlock(text) : renderString(text);
    }

    /** Returns the text in one or more parts, each short enough for one constant of a class file. */
    static List<String> split(String text) {
        if (JavaConstantSize.isWithinLimit(text)) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int partStart = 0;
        int partSize = 0;
        for (int offset = 0; offset < text.length(); offset++) {
            int characterSize = JavaConstantSize.byteLength(text.charAt(offset));
            if (partSize + characterSize > JavaConstantSize.MAX_BYTE_LENGTH) {
                parts.add(text.substring(partStart, offset));
                partStart = offset;
                partSize = 0;
            }
            partSize += characterSize;
        }
        parts.add(text.substring(partStart));
        return parts;
    }

    /**
     * Returns whether a text block can represent the text. A text block loses non-ASCII spaces at the ends of lines,
     * even if they are escaped.
     */
    private static boolean fitsTextBlock(String text) {
        if (text.indexOf('\n') < 0) {
            return false;
        }
        for (int offset = 0; offset < text.length(); offset++) {
            if (text.charAt(offset) >= 0x80 && Character.isWhitespace(text.charAt(offset))) {
                return false;
            }
        }
        return true;
    }

    private static String renderString(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
        for (int offset = 0; offset < text.length(); offset++) {
            char character = text.charAt(offset);
            if (character == '"') {
                literal.append("\\\"");
            } else if (character == '\n') {
                literal.append("\\n");
            } else {
                appendEscaped(literal, character);
            }
        }
        return literal.append('"').toString();
    }

    private static String renderTextBlock(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 64).append("\"\"\"\n");
        boolean mustEscapeBlank = text.lines().allMatch(line -> line.isEmpty() || line.startsWith(" "));
        for (int offset = 0; offset < text.length(); offset++) {
            char character = text.charAt(offset);
            boolean isAtLineEnd = offset + 1 == text.length() || text.charAt(offset + 1) == '\n';
            if (character == ' ' && (isAtLineEnd || mustEscapeBlank)) {
                literal.append("\\s"); // javac would strip this space and the spaces before it
                mustEscapeBlank = false;
            } else if (character == '"' && (offset + 1 == text.length() || text.startsWith("\"\"\"", offset))) {
                literal.append("\\\"");
            } else if (character == '"' || character == '\n') {
                literal.append(character);
            } else {
                appendEscaped(literal, character);
            }
        }
        return literal.append("\"\"\"").toString();
    }

    private static void appendEscaped(StringBuilder literal, char character) {
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
