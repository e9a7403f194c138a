package dev.cairn.embedded.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses JSON into maps, lists, strings, doubles, booleans and null. */
final class TranscriptJson {
    private final String text;
    private int position;

    private TranscriptJson(String text) {
        this.text = text;
    }

    /**
     * Returns the value of a JSON text.
     *
     * @throws IllegalArgumentException if the text is not valid JSON
     */
    static @Nullable Object read(String text) {
        TranscriptJson json = new TranscriptJson(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.position < text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    private @Nullable Object value() {
        skipBlanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private char peek() {
        if (position == text.length()) {
            throw unexpected();
        }
        return text.charAt(position);
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean take(char wanted) {
        skipBlanks();
        boolean there = peek() == wanted;
        position += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw unexpected();
        }
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        expect('{');
        if (take('}')) {
            return members;
        }
        do {
            skipBlanks();
            String name = string();
            expect(':');
            members.put(name, value());
        } while (take(','));
        expect('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
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
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char character = text.charAt(position++);
            value.append(character == '\\' ? escaped() : character);
        }
        position++;
        return value.toString();
    }

    private char escaped() {
        char character = peek();
        position++;
        return switch (character) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (position + 4 > text.length()) {
                    throw unexpected();
                }
                position += 4;
                yield (char) Integer.parseInt(text.substring(position - 4, position), 16);
            }
            default -> character;
        };
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, position)) {
            throw unexpected();
        }
        position += word.length();
        return meaning;
    }

    private Double number() {
        int start = position;
        while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (start == position) {
            throw unexpected();
        }
        return Double.valueOf(text.substring(start, position));
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("Not JSON at character " + position + ": " + text);
    }
}
