package dev.cairn.data;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of one JSON object, as servers put into answers. A text is there without its quotes, all other values as they
 * are written; a field that is null is left out.
 *
 * <pre>{@code
 * JsonFields.of("{\"Status\": \"Success\", \"NumberLoadedRows\": 3}")   // Status -> Success, NumberLoadedRows -> 3
 * }</pre>
 */
final class JsonFields {
    private static final String ESCAPES = "bfnrt";
    private static final String ESCAPED = "\b\f\n\r\t";
    private static final int HEXADECIMAL = 16;
    private static final int DIGITS = 4;

    private final String text;
    private int position;

    private JsonFields(String text) {
        this.text = text;
    }

    /**
     * The fields by their names.
     *
     * @throws IllegalArgumentException if the text is no JSON object
     */
    static Map<String, String> of(String text) {
        JsonFields reader = new JsonFields(text);
        Map<String, String> fields = new TreeMap<>();
        reader.expect('{');
        for (boolean more = reader.peek() != '}'; more; more = reader.take(',')) {
            String name = reader.string();
            reader.expect(':');
            String value = reader.value();
            if (!value.equals("null")) {
                fields.put(name, value.startsWith("\"") ? new JsonFields(value).string() : value);
            }
        }
        reader.expect('}');
        return Collections.unmodifiableMap(fields);
    }

    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private boolean take(char wanted) {
        boolean there = peek() == wanted;
        position += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw new IllegalArgumentException("No " + wanted + " at " + position + " of " + text);
        }
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (next() != '"') {
            char read = text.charAt(position++);
            value.append(read == '\\' ? escaped() : read);
        }
        position++;
        return value.toString();
    }

    private char next() {
        if (position >= text.length()) {
            throw new IllegalArgumentException("Unexpected end of input: " + text);
        }
        return text.charAt(position);
    }

    private char escaped() {
        char letter = next();
        position++;
        if (letter == 'u') {
            if (position + DIGITS > text.length()) {
                throw new IllegalArgumentException("Unexpected end of input: " + text);
            }
            position += DIGITS;
            return (char) Integer.parseInt(text.substring(position - DIGITS, position), HEXADECIMAL);
        }
        int known = ESCAPES.indexOf(letter);
        return known < 0 ? letter : ESCAPED.charAt(known);
    }

    /** As it is written, whatever it is. */
    private String value() {
        peek();
        int start = position;
        int depth = 0;
        do {
            char next = next();
            if (next == '"') {
                string();
                continue;
            }
            depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
            position++;
        } while (depth > 0 || !endsValue());
        return text.substring(start, position).strip();
    }

    private boolean endsValue() {
        return ",}]".indexOf(next()) >= 0;
    }
}
