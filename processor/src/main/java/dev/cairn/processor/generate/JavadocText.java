package dev.cairn.processor.generate;

import dev.cairn.migration.JavaEscape;

/** Renders text for Javadoc. Each character with a meaning in Javadoc becomes an entity. */
final class JavadocText {
    private JavadocText() {}

    /** Returns the text for use outside of inline tags. Control characters other than line breaks become spaces. */
    static String escape(String text) {
        StringBuilder comment = new StringBuilder(text.length() + 16);
        for (int offset = 0; offset < text.length(); offset++) {
            appendEscaped(comment, text, offset);
        }
        return comment.toString();
    }

    /** Returns the text as code within a line. */
    static String renderCode(String text) {
        return isPlain(text) ? "{@code " + text + "}" : "<code>" + escape(text) + "</code>";
    }

    /** Returns the text as preformatted lines. */
    static String preformat(String text) {
        return isPlain(text) ? "<pre>{@code\n" + text + "\n}</pre>" : "<pre>\n" + escape(text) + "\n</pre>";
    }

    /** Returns whether an inline tag can contain the text unchanged; such a text has balanced braces. */
    private static boolean isPlain(String text) {
        int openBraces = 0;
        for (int offset = 0; offset < text.length() && openBraces >= 0; offset++) {
            char character = text.charAt(offset);
            if (character == '{') {
                openBraces++;
            } else if (character == '}') {
                openBraces--;
            } else if (character == '@'
                    || character == '\\'
                    || isOutsideAscii(character)
                    || endsComment(text, offset)) {
                return false;
            }
        }
        return openBraces == 0;
    }

    private static void appendEscaped(StringBuilder comment, String text, int offset) {
        char character = text.charAt(offset);
        if (character == '&') {
            comment.append("&amp;");
        } else if (character == '<') {
            comment.append("&lt;");
        } else if (character == '>') {
            comment.append("&gt;");
        } else if (character == '@' || character == '\\' || endsComment(text, offset)) {
            comment.append("&#").append((int) character).append(';');
        } else if (!isOutsideAscii(character)) {
            comment.append(character);
        } else if (character < 0xa0) {
            comment.append(' '); // control characters have no use in a comment
        } else {
            JavaEscape.appendUnicode(comment, character);
        }
    }

    private static boolean isOutsideAscii(char character) {
        return character != '\n' && (character < ' ' || character >= 0x7f);
    }

    private static boolean endsComment(String text, int offset) {
        return text.charAt(offset) == '/' && offset > 0 && text.charAt(offset - 1) == '*';
    }
}
