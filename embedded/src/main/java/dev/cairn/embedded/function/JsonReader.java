package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads JSON: objects become sorted maps, as the server keeps them; null becomes {@link JsonPath#NOTHING}. */
final class JsonReader {
    private static final int UNICODE_DIGITS = 4;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Empty for what is no JSON. */
    static Optional<Object> read(String text) {
        JsonReader reader = new JsonReader(text);
        try {
            Object value = reader.value();
            reader.blanks();
            return reader.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException noJson) {
            return Optional.empty();
        }
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Object value() {
        blanks();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", JsonPath.NOTHING);
            default -> number();
        };
    }

    private boolean take(char wanted) {
        blanks();
        boolean here = text.charAt(at) == wanted;
        at += here ? 1 : 0;
        return here;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw new IllegalArgumentException("no " + wanted);
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException(word);
        }
        at += word.length();
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new TreeMap<>();
        expect('{');
        if (take('}')) {
            return object;
        }
        do {
            blanks();
            String key = string();
            expect(':');
            object.put(key, value());
        } while (take(','));
        expect('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        expect('[');
        if (take(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (take(','));
        expect(']');
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (text.charAt(at) != '"') {
            char character = text.charAt(at);
            at++;
            string.append(character == '\\' ? escaped() : character);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char letter = text.charAt(at);
        at++;
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                char unicode = (char) HexFormat.fromHexDigits(text, at, at + UNICODE_DIGITS);
                at += UNICODE_DIGITS;
                yield unicode;
            }
            case '"', '\\', '/' -> letter;
            default -> throw new IllegalArgumentException("\\" + letter);
        };
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        boolean whole = number.chars().allMatch(character -> character == '-' || Character.isDigit(character));
        if (whole && number.length() < 19) {
            return Long.valueOf(number);
        }
        return Double.valueOf(number);
    }
}
