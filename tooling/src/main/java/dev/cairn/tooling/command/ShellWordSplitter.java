package dev.cairn.tooling.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words as a shell does: whitespace separates words, except within quotes and after a backslash.
 * Variables and wildcards are not expanded.
 */
public final class ShellWordSplitter {
    private static final char NO_QUOTE = 0;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private char quote = NO_QUOTE;

    private ShellWordSplitter(String line) {
        this.line = line;
    }

    /**
     * Returns the words of a line.
     *
     * @throws IllegalArgumentException if a quote is not closed, or a backslash is the last character
     */
    public static List<String> split(String line) {
        return new ShellWordSplitter(line).splitLine();
    }

    private List<String> splitLine() {
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '\\' && isEscapeAt(i)) {
                appendCharacter(line.charAt(++i));
            } else if (quote != NO_QUOTE) {
                readQuotedCharacter(character);
            } else if (character == '"' || character == '\'') {
                quote = character;
                isInWord = true;
            } else if (Character.isWhitespace(character)) {
                endWord();
            } else {
                appendCharacter(character);
            }
        }
        if (quote != NO_QUOTE) {
            throw new IllegalArgumentException(
                    "The quote " + quote + " is not closed; close it, or remove it: " + line);
        }
        endWord();
        return List.copyOf(words);
    }

    private void readQuotedCharacter(char character) {
        if (character == quote) {
            quote = NO_QUOTE;
        } else {
            appendCharacter(character);
        }
    }

    /**
     * Returns whether the backslash at an index escapes the next character: never in single quotes, and in double
     * quotes only before a double quote or a backslash.
     *
     * @throws IllegalArgumentException if the backslash is the last character
     */
    private boolean isEscapeAt(int index) {
        if (quote == '\'') {
            return false;
        }
        if (index + 1 == line.length()) {
            throw new IllegalArgumentException(
                    "A backslash must be followed by a character; write \\\\ for a backslash: " + line);
        }
        char nextCharacter = line.charAt(index + 1);
        return quote == NO_QUOTE || nextCharacter == '"' || nextCharacter == '\\';
    }

    private void appendCharacter(char character) {
        word.append(character);
        isInWord = true;
    }

    private void endWord() {
        if (isInWord) {
            words.add(word.toString());
            word.setLength(0);
            isInWord = false;
        }
    }
}
