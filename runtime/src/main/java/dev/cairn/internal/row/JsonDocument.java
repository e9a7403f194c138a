package dev.cairn.internal.row;

import org.jspecify.annotations.Nullable;

/**
 * Validates JSON documents. The server stores NULL instead of a document that it can't parse.
 */
final class JsonDocument {
    /** The maximum size: the server accepts 16 MB, which include the brackets that a document is sent with. */
    public static final int MOST_BYTES = 16 * 1024 * 1024 - 2;

    private static final String ESCAPES = "\"\\/bfnrt";
    private static final int HEXADECIMAL = 16;
    private static final int DIGITS_OF_A_CHARACTER = 4;

    private final String text;
    private int position;

    private JsonDocument(String text) {
        this.text = text;
    }

    /**
     * Requires that a text is a JSON document.
     *
     * @throws IllegalArgumentException if it is not; the message names the position
     */
    public static void require(String text) {
        if (BoundValue.isLongerInUtf8(text, MOST_BYTES)) {
            throw new IllegalArgumentException("the document has " + BoundValue.utf8Length(text)
                    + " bytes in UTF-8, more than the 16 MB that JSON can hold");
        }
        JsonDocument document = new JsonDocument(text);
        String problem = document.problem();
        if (problem != null) {
            throw new IllegalArgumentException(
                    "the text is not a JSON document: " + problem + " at character " + (document.position + 1));
        }
    }

    /**
     * Returns the syntax error, or null if the document is valid. Open arrays and objects are kept as a string of brackets instead
     * of by recursion, so that the depth is not limited.
     */
    private @Nullable String problem() {
        StringBuilder open = new StringBuilder();
        boolean more = true;
        while (more) {
            char first = peek();
            if (first == '{' || first == '[') {
                position++;
                open.append(first);
                if (peek() != (first == '{' ? '}' : ']')) {
                    if (first == '{' && !name()) {
                        return "expected a name in quotes and a colon";
                    }
                    continue;
                }
            } else if (!scalar(first)) {
                return first == 0 ? "unexpected end of input" : "unexpected " + shown();
            }
            more = closes(open);
            if (more && !next(open)) {
                return peek() == 0 ? "unexpected end of input" : "unexpected " + shown();
            }
        }
        return peek() == 0 && position >= text.length() ? null : "unexpected " + shown();
    }

    /** Skips all brackets that close here. Returns whether any is still open. */
    private boolean closes(StringBuilder open) {
        while (!open.isEmpty() && peek() == (open.charAt(open.length() - 1) == '{' ? '}' : ']')) {
            open.setLength(open.length() - 1);
            position++;
        }
        return !open.isEmpty();
    }

    private boolean next(StringBuilder open) {
        if (peek() != ',') {
            return false;
        }
        position++;
        return open.charAt(open.length() - 1) == '[' || name();
    }

    private boolean name() {
        if (peek() != '"' || !string() || peek() != ':') {
            return false;
        }
        position++;
        return true;
    }

    private boolean scalar(char first) {
        return switch (first) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        boolean here = text.startsWith(word, position);
        position += here ? word.length() : 0;
        return here;
    }

    private boolean number() {
        int start = position;
        take('-');
        if (!take('0') && !digits()) {
            position = start;
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position > start;
    }

    private boolean string() {
        position++;
        while (position < text.length()) {
            char next = text.charAt(position);
            if (next == '"') {
                position++;
                return true;
            }
            if (next < ' ' || (next == '\\' && !escape())) {
                return false;
            }
            position++;
        }
        return false;
    }

    /** Skips an escape sequence except for its last character. The position is that of the backslash. */
    private boolean escape() {
        position++;
        if (position >= text.length()) {
            return false;
        }
        if (text.charAt(position) != 'u') {
            return ESCAPES.indexOf(text.charAt(position)) >= 0;
        }
        for (int i = 0; i < DIGITS_OF_A_CHARACTER; i++) {
            position++;
            if (position >= text.length() || Character.digit(text.charAt(position), HEXADECIMAL) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char expected) {
        boolean here = position < text.length() && text.charAt(position) == expected;
        position += here ? 1 : 0;
        return here;
    }

    /** Skips whitespace and returns the next character, or 0 at the end. */
    private char peek() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private String shown() {
        return position < text.length() ? "'" + text.charAt(position) + "'" : "end";
    }
}
