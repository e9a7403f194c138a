package dev.cairn.engine.value;

import java.util.Optional;

/**
 * Checks whether a text begins with a JSON value. The server parses a default with Gson; therefore true, false and null
 * are accepted in any case, an empty text is valid, and text after the value is ignored.
 */
public final class JsonSyntax {
    private static final int DEEPEST = 500;

    private final String text;
    private final StringBuilder path = new StringBuilder("$");
    private int at;
    private int line = 1;
    private int lineStart;

    private JsonSyntax(String text) {
        this.text = text;
    }

    public static Optional<String> problem(String text) {
        JsonSyntax json = new JsonSyntax(text);
        json.skipBlanks();
        if (json.at == text.length()) {
            return Optional.empty();
        }
        try {
            json.value(0);
            return Optional.empty();
        } catch (InvalidValueException e) {
            return Optional.of(e.problem());
        }
    }

    private void value(int depth) throws InvalidValueException {
        skipBlanks();
        if (at >= text.length()) {
            throw ended();
        }
        if (depth > DEEPEST) {
            throw malformed();
        }
        int outside = path.length();
        switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        }
        path.setLength(outside);
    }

    private void object(int depth) throws InvalidValueException {
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return;
        }
        path.append('.');
        int member = path.length();
        do {
            skipBlanks();
            if (peek() != '"') {
                throw at >= text.length() ? ended() : malformed();
            }
            int from = at + 1;
            string();
            path.setLength(member);
            path.append(text, from, at - 1);
            skipBlanks();
            if (peek() != ':') {
                throw at >= text.length() ? ended() : expected("Expected ':'");
            }
            at++;
            value(depth + 1);
            skipBlanks();
        } while (!endsWith('}', "Unterminated object"));
    }

    private void array(int depth) throws InvalidValueException {
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return;
        }
        int array = path.length();
        int index = 0;
        path.append("[0]");
        do {
            value(depth + 1);
            skipBlanks();
            path.setLength(array);
            path.append('[').append(++index).append(']');
        } while (!endsWith(']', "Unterminated array"));
    }

    /** Reads the end of a list, or a comma, which must be followed by another element. */
    private boolean endsWith(char end, String otherwise) throws InvalidValueException {
        if (at >= text.length()) {
            throw ended();
        }
        char c = text.charAt(at);
        if (c != end && c != ',') {
            throw c == ';' ? malformed() : expected(otherwise);
        }
        at++;
        return c == end;
    }

    private void string() throws InvalidValueException {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape();
            } else if (c == '\n') {
                newLine();
            }
        }
        throw expected("Unterminated string");
    }

    private void escape() throws InvalidValueException {
        if (at >= text.length()) {
            throw expected("Unterminated escape sequence");
        }
        char c = text.charAt(at++);
        if (c == 'u') {
            if (at + 4 > text.length()) {
                throw expected("Unterminated escape sequence");
            }
            for (int i = 0; i < 4; i++) {
                if (Character.digit(text.charAt(at++), 16) < 0) {
                    throw new InvalidValueException(
                            "java.lang.NumberFormatException: \\u" + text.substring(at - 1 - i, at + 3 - i));
                }
            }
        } else if (c == '\n') {
            newLine();
        } else if ("tbnrf'\"\\/".indexOf(c) < 0) {
            throw expected("Invalid escape sequence");
        }
    }

    private void word() throws InvalidValueException {
        int end = at;
        while (end < text.length() && "{}[]:,;=#\\/ \t\f\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        boolean known =
                word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false") || word.equalsIgnoreCase("null");
        if (!known && !isNumber(word)) {
            throw malformed();
        }
        at = end;
    }

    private static boolean isNumber(String word) {
        int i = word.startsWith("-") ? 1 : 0;
        int digits = digits(word, i);
        if (digits == i || (word.charAt(i) == '0' && digits > i + 1)) {
            return false;
        }
        i = digits;
        if (i < word.length() && word.charAt(i) == '.') {
            digits = digits(word, i + 1);
            if (digits == i + 1) {
                return false;
            }
            i = digits;
        }
        if (i < word.length() && (word.charAt(i) == 'e' || word.charAt(i) == 'E')) {
            boolean signed = i + 1 < word.length() && (word.charAt(i + 1) == '+' || word.charAt(i + 1) == '-');
            int from = signed ? i + 2 : i + 1;
            digits = digits(word, from);
            if (digits == from) {
                return false;
            }
            i = digits;
        }
        return i == word.length();
    }

    private static int digits(String word, int from) {
        int i = from;
        while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at++) == '\n') {
                newLine();
            }
        }
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private InvalidValueException malformed() {
        return expected("Use JsonReader.setLenient(true) to accept malformed JSON");
    }

    private InvalidValueException expected(String what) {
        return new InvalidValueException("com.google.gson.stream.MalformedJsonException: " + what + place());
    }

    private InvalidValueException ended() {
        return new InvalidValueException("java.io.EOFException: End of input" + place());
    }

    private String place() {
        return " at line " + line + " column " + (at - lineStart + 1) + " path " + path;
    }
}
