package dev.cairn.embedded.load;

import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import java.io.IOException;
import java.io.Reader;

/** Reads JSON from a stream, token by token. */
final class JsonSource {
    private static final int END = -1;
    private static final int NOT_READ = -2;
    private static final int DIGITS = 4;
    private static final int HEXADECIMAL = 16;

    private final Reader source;
    private int next = NOT_READ;

    JsonSource(Reader source) {
        this.source = source;
    }

    private void advance() throws IOException {
        next = source.read();
    }

    private int peek() throws IOException {
        while (next == NOT_READ || (next != END && Character.isWhitespace(next))) {
            advance();
        }
        return next;
    }

    boolean isAtEnd() throws IOException {
        return peek() == END;
    }

    boolean isAt(char character) throws IOException {
        return peek() == character;
    }

    boolean take(char character) throws IOException {
        boolean matches = isAt(character);
        next = matches ? NOT_READ : next;
        return matches;
    }

    void expect(char character) throws IOException {
        if (!take(character)) {
            throw malformedInput("'" + character + "' is missing");
        }
    }

    private static UnloadableException malformedInput(String problem) {
        return new UnloadableException("Failed to iterate document stream as object. error: " + problem);
    }

    /** Reads a number, or a word without quotes. */
    String word() throws IOException {
        StringBuilder word = new StringBuilder();
        while (next != END && ",]}".indexOf(next) < 0 && !Character.isWhitespace(next)) {
            word.append((char) next);
            advance();
        }
        if (word.isEmpty()) {
            throw malformedInput("a value is missing");
        }
        return word.toString();
    }

    /** Reads an object or an array, and appends it unchanged. */
    void appendNested(StringBuilder raw) throws IOException {
        int depth = 0;
        do {
            if (next == END) {
                throw malformedInput("unexpected end of input");
            }
            if (next == '"') {
                string(raw);
                next = next == NOT_READ ? source.read() : next;
                continue;
            }
            depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
            raw.append((char) next);
            next = depth == 0 ? NOT_READ : source.read();
        } while (depth > 0);
    }

    /** Reads a string, and returns its value. The string is also appended unchanged, including the quotes. */
    String string(StringBuilder raw) throws IOException {
        if (!isAt('"')) {
            throw malformedInput("a string is missing");
        }
        StringBuilder text = new StringBuilder();
        raw.append('"');
        for (advance(); next != '"'; advance()) {
            if (next == END) {
                throw malformedInput("unexpected end of input");
            }
            raw.append((char) next);
            text.append(next == '\\' ? readEscaped(raw) : (char) next);
        }
        raw.append('"');
        next = NOT_READ;
        return text.toString();
    }

    private char readEscaped(StringBuilder raw) throws IOException {
        advance();
        raw.append((char) next);
        return switch (next) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(raw);
            default -> (char) next;
        };
    }

    private char unicode(StringBuilder raw) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < DIGITS; i++) {
            advance();
            digits.append((char) next);
        }
        raw.append(digits);
        try {
            return (char) Integer.parseInt(digits.toString(), HEXADECIMAL);
        } catch (NumberFormatException invalid) {
            throw malformedInput("invalid character \\u" + digits);
        }
    }
}
