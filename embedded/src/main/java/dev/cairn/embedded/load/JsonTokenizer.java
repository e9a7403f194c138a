package dev.cairn.embedded.load;

import java.io.IOException;
import java.io.Reader;

/**
 * Reads JSON from a stream, token by token, so a load of any size needs only the memory of one row. Malformed JSON,
 * even at the end of the input, throws an {@code InvalidLoadException}.
 */
final class JsonTokenizer {
    private static final int END_OF_INPUT = -1;
    private static final int NOT_READ = -2;
    private static final int UNICODE_DIGITS = 4;
    private static final int HEXADECIMAL_RADIX = 16;

    private final Reader source;
    /** The next character, {@link #END_OF_INPUT}, or {@link #NOT_READ} if it has to be read from the source first. */
    private int nextCharacter = NOT_READ;

    private boolean isTruncated;

    JsonTokenizer(Reader source) {
        this.source = source;
    }

    private void advance() throws IOException {
        int previousCharacter = nextCharacter;
        nextCharacter = source.read();
        if (LoadTextDecoder.standsForInvalidBytes(previousCharacter, nextCharacter)) {
            throw createMalformedInputException("The input is not valid UTF-8");
        }
    }

    /** Skips white space, and returns the character that comes next without skipping it. */
    private int peek() throws IOException {
        while (nextCharacter == NOT_READ || (nextCharacter != END_OF_INPUT && Character.isWhitespace(nextCharacter))) {
            advance();
        }
        return nextCharacter;
    }

    boolean isAtEnd() throws IOException {
        return peek() == END_OF_INPUT;
    }

    /** Returns whether a character comes next, after any white space. */
    boolean isAt(char character) throws IOException {
        return peek() == character;
    }

    /** Skips a character if it comes next. Returns whether the character was skipped. */
    boolean accept(char character) throws IOException {
        boolean isMatch = isAt(character);
        nextCharacter = isMatch ? NOT_READ : nextCharacter;
        return isMatch;
    }

    /** Skips a character, which must come next after any white space. */
    void expect(char character) throws IOException {
        if (!accept(character)) {
            throw createMalformedInputException("'" + character + "' is missing");
        }
    }

    /** Returns whether the input ended within a value. */
    boolean isTruncated() {
        return isTruncated;
    }

    /** Returns an exception about the input, and records whether the input has ended. */
    private InvalidLoadException createMalformedInputException(String problem) {
        isTruncated = nextCharacter == END_OF_INPUT;
        return new InvalidLoadException("Failed to iterate document stream as object. error: " + problem);
    }

    /**
     * Reads a number, or a word without quotes. Its first character must have been examined, for example by
     * {@link #isAt}.
     */
    String readWord() throws IOException {
        StringBuilder word = new StringBuilder();
        while (nextCharacter != END_OF_INPUT
                && ",]}".indexOf(nextCharacter) < 0
                && !Character.isWhitespace(nextCharacter)) {
            word.append((char) nextCharacter);
            advance();
        }
        if (word.isEmpty()) {
            throw createMalformedInputException("a value is missing");
        }
        return word.toString();
    }

    /** Reads the white space that follows a word; call it immediately after {@link #readWord()}. */
    String readSpaces() throws IOException {
        StringBuilder spaces = new StringBuilder();
        while (nextCharacter != END_OF_INPUT && Character.isWhitespace(nextCharacter)) {
            spaces.append((char) nextCharacter);
            advance();
        }
        return spaces.toString();
    }

    /**
     * Reads a value of any type, and returns it unchanged; a number or word includes the white space that follows it.
     */
    String readRawValue() throws IOException {
        StringBuilder rawJson = new StringBuilder();
        if (isAt('"')) {
            readString(rawJson);
        } else if (isAt('{') || isAt('[')) {
            appendNested(rawJson);
        } else {
            rawJson.append(readWord()).append(readSpaces());
        }
        return rawJson.toString();
    }

    /** Reads an object or an array, whose first bracket comes next, and appends it unchanged. */
    void appendNested(StringBuilder rawJson) throws IOException {
        int depth = 0;
        do {
            if (nextCharacter == END_OF_INPUT) {
                throw createMalformedInputException("unexpected end of input");
            }
            if (nextCharacter == '"') {
                readString(rawJson);
                advance();
                continue;
            }
            depth += nextCharacter == '{' || nextCharacter == '['
                    ? 1
                    : nextCharacter == '}' || nextCharacter == ']' ? -1 : 0;
            rawJson.append((char) nextCharacter);
            if (depth > 0) {
                advance();
            }
        } while (depth > 0);
        nextCharacter = NOT_READ;
    }

    /** Reads a string, and returns its value. */
    String readString() throws IOException {
        return readString(new StringBuilder());
    }

    /** Reads a string, and returns its value. The raw string, including its quotes, is appended to the argument. */
    String readString(StringBuilder rawJson) throws IOException {
        if (!isAt('"')) {
            throw createMalformedInputException("a string is missing");
        }
        StringBuilder text = new StringBuilder();
        rawJson.append('"');
        for (advance(); nextCharacter != '"'; advance()) {
            if (nextCharacter == END_OF_INPUT) {
                throw createMalformedInputException("unexpected end of input");
            }
            if (nextCharacter < ' ') {
                throw createMalformedInputException("Within strings, some characters must be escaped");
            }
            rawJson.append((char) nextCharacter);
            text.append(nextCharacter == '\\' ? readEscapedCharacter(rawJson) : (char) nextCharacter);
        }
        rawJson.append('"');
        nextCharacter = NOT_READ;
        return text.toString();
    }

    /** Reads the rest of an escape whose backslash has just been read, and returns the character that it represents. */
    private char readEscapedCharacter(StringBuilder rawJson) throws IOException {
        advance();
        rawJson.append((char) nextCharacter);
        return switch (nextCharacter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnicodeEscape(rawJson);
            default -> (char) nextCharacter;
        };
    }

    private char readUnicodeEscape(StringBuilder rawJson) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < UNICODE_DIGITS; i++) {
            advance();
            digits.append((char) nextCharacter);
        }
        rawJson.append(digits);
        try {
            return (char) Integer.parseInt(digits.toString(), HEXADECIMAL_RADIX);
        } catch (NumberFormatException failure) {
            throw createMalformedInputException("invalid character \\u" + digits);
        }
    }
}
