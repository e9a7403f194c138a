package dev.cairn.tooling.recording;

import java.util.ArrayList;
import java.util.List;

/** Divides a Java source into tokens, without comments. It reads any text: an unclosed literal ends with the source. */
final class JavaTokenizer {
    private final String source;
    private final List<JavaToken> tokens = new ArrayList<>();
    private int position;

    /** A word, a literal, or any other single character. */
    record JavaToken(String text, int startOffset, int endOffset) {
        boolean hasText(String expectedText) {
            return text.equals(expectedText);
        }
    }

    private JavaTokenizer(String source) {
        this.source = source;
    }

    static List<JavaToken> tokenize(String source) {
        JavaTokenizer tokenizer = new JavaTokenizer(source);
        while (tokenizer.position < source.length()) {
            tokenizer.readToken();
        }
        return tokenizer.tokens;
    }

    private void readToken() {
        char character = source.charAt(position);
        if (Character.isWhitespace(character)) {
            position++;
        } else if (source.startsWith("//", position)) {
            position = findEnd("\n", position);
        } else if (source.startsWith("/*", position)) {
            position = findEnd("*/", position + 2);
        } else if (source.startsWith("\"\"\"", position)) {
            addToken(findLiteralEnd("\"\"\"", position + 3));
        } else if (character == '"' || character == '\'') {
            addToken(findLiteralEnd(String.valueOf(character), position + 1));
        } else if (Character.isJavaIdentifierPart(character)) {
            addToken(findWordEnd());
        } else {
            addToken(position + 1);
        }
    }

    private void addToken(int end) {
        tokens.add(new JavaToken(source.substring(position, end), position, end));
        position = end;
    }

    private int findEnd(String terminator, int start) {
        int index = source.indexOf(terminator, start);
        return index < 0 ? source.length() : index + terminator.length();
    }

    private int findLiteralEnd(String terminator, int start) {
        int end = start;
        while (end < source.length() && !source.startsWith(terminator, end)) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(source.length(), end + terminator.length());
    }

    private int findWordEnd() {
        int end = position;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }
}
