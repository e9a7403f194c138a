package dev.cairn.engine.value;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads JSON: objects become maps sorted by name, as on the server, arrays lists, texts strings, and numbers Long or, if
 * they are no integers of at most 18 digits, Double.
 */
public final class JsonReader {
    /** The null of JSON, which differs from a missing value. */
    public static final Object NULL = Null.NULL;

    private static final int END = -1;
    private static final int UNICODE_DIGITS = 4;
    private static final int LONGEST_INTEGER = 18;

    private final String text;
    private int position;

    private JsonReader(String text) {
        this.text = text;
    }

    private enum Null {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * Returns the value of a JSON text.
     *
     * @throws IllegalArgumentException if the text is not valid JSON
     */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        if (reader.next() != END) {
            throw reader.unexpected();
        }
        return value;
    }

    /** Whether the server accepts the text as a default of a JSON column; it parses a default with Gson. */
    public static boolean isDefault(String text) {
        return LenientJsonSyntax.isValid(text);
    }

    /** Skips blanks and returns the next character, without reading it. */
    private int next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : END;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                position < text.length()
                        ? "Unexpected '" + text.charAt(position) + "' at character " + (position + 1) + " of " + text
                        : "Unexpected end of input: " + text);
    }

    private Object value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private boolean take(char character) {
        boolean matches = next() == character;
        position += matches ? 1 : 0;
        return matches;
    }

    private void expect(char character) {
        if (!take(character)) {
            throw unexpected();
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw unexpected();
        }
        position += word.length();
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new TreeMap<>();
        expect('{');
        if (take('}')) {
            return members;
        }
        do {
            next();
            String name = string();
            expect(':');
            members.put(name, value());
        } while (take(','));
        expect('}');
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        expect('[');
        if (take(']')) {
            return elements;
        }
        do {
            elements.add(value());
        } while (take(','));
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char character = character(); character != '"'; character = character()) {
            string.append(character == '\\' ? escaped() : character);
        }
        return string.toString();
    }

    private char character() {
        if (position == text.length()) {
            throw unexpected();
        }
        return text.charAt(position++);
    }

    private char escaped() {
        char letter = character();
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            case '"', '\\', '/' -> letter;
            default -> throw new IllegalArgumentException("Unknown escape sequence \\" + letter + " in " + text);
        };
    }

    private char unicode() {
        int start = position;
        position += UNICODE_DIGITS;
        if (position > text.length()) {
            throw new IllegalArgumentException("Unexpected end of input: " + text);
        }
        return (char) HexFormat.fromHexDigits(text, start, position);
    }

    private Number number() {
        int start = position;
        while (position < text.length() && "+-0123456789.eE".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (start == position) {
            throw unexpected();
        }
        String number = text.substring(start, position);
        boolean integer = number.chars().allMatch(character -> character == '-' || Character.isDigit(character));
        if (integer && number.length() <= LONGEST_INTEGER) {
            return Long.valueOf(number);
        }
        return Double.valueOf(number);
    }
}
