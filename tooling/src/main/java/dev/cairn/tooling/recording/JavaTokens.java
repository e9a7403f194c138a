package dev.cairn.tooling.recording;

import java.util.ArrayList;
import java.util.List;

/** The words of a Java source, without its comments, and where they stand. */
final class JavaTokens {
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** A word, a literal, or a single character of anything else. */
    record Token(String text, int start, int end) {
        boolean is(String expected) {
            return text.equals(expected);
        }
    }

    private JavaTokens(String source) {
        this.source = source;
    }

    static List<Token> of(String source) {
        JavaTokens reading = new JavaTokens(source);
        while (reading.at < source.length()) {
            reading.next();
        }
        return reading.tokens;
    }

    private void next() {
        char character = source.charAt(at);
        if (Character.isWhitespace(character)) {
            at++;
        } else if (source.startsWith("//", at)) {
            at = endOf("\n", at, at);
        } else if (source.startsWith("/*", at)) {
            at = endOf("*/", at + 2, at);
        } else if (source.startsWith("\"\"\"", at)) {
            take(literalEnd("\"\"\"", at + 3));
        } else if (character == '"' || character == '\'') {
            take(literalEnd(String.valueOf(character), at + 1));
        } else if (Character.isJavaIdentifierPart(character)) {
            take(wordEnd());
        } else {
            take(at + 1);
        }
    }

    private void take(int end) {
        tokens.add(new Token(source.substring(at, end), at, end));
        at = end;
    }

    private int endOf(String mark, int from, int otherwise) {
        int found = source.indexOf(mark, from);
        return found < 0 ? Math.max(otherwise, source.length()) : found + mark.length();
    }

    private int literalEnd(String mark, int from) {
        int end = from;
        while (end < source.length() && !source.startsWith(mark, end)) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(source.length(), end + mark.length());
    }

    private int wordEnd() {
        int end = at;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }
}
