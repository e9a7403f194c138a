package dev.cairn.embedded.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Splits a text that is cast to an array, as a backend does. The notation of such a text is not JSON: both kinds of
 * quotes protect commas and brackets, and strings need no quotes.
 */
public final class ArrayTextParser {
    private ArrayTextParser() {}

    /** Returns the texts of the elements, with their spaces and quotes; empty if the text is not an array. */
    public static Optional<List<String>> split(String text) {
        return hasMatchingBrackets(text)
                ? Optional.of(splitElements(removeBrackets(trimSpaces(text))))
                : Optional.empty();
    }

    /** Returns the text of an element without the spaces around it and without its quotes. */
    public static String unquote(String element) {
        String text = trimSpaces(element);
        boolean isQuoted = text.length() > 1
                && ((text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("'") && text.endsWith("'")));
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Returns whether the text has a bracket, and all of its brackets and quotes are closed. */
    private static boolean hasMatchingBrackets(String text) {
        Deque<Character> openDelimiters = new ArrayDeque<>();
        boolean hasBracket = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean isInQuotes = !openDelimiters.isEmpty() && isQuote(openDelimiters.element());
            if (isInQuotes && openDelimiters.element() != character) {
                continue;
            }
            if (isInQuotes) {
                openDelimiters.remove();
            } else if (isQuote(character)) {
                openDelimiters.push(character);
            } else if (character == '[') {
                openDelimiters.push(character);
                hasBracket = true;
            } else if (character == ']') {
                if (openDelimiters.isEmpty()) {
                    return false;
                }
                openDelimiters.remove();
            }
        }
        return hasBracket && openDelimiters.isEmpty();
    }

    /**
     * Removes the first and the last character, unless all brackets are closed somewhere between them. Brackets in
     * quotes count, too. As on a backend, the characters need not be brackets: {@code a[b]} becomes {@code [b}, which
     * has no complete element.
     */
    private static String removeBrackets(String text) {
        if (text.length() < 2) {
            return text;
        }
        int depth = text.charAt(0) == '[' ? 1 : 0;
        for (int i = 1; i < text.length() - 1; i++) {
            depth += depthChange(text.charAt(i));
            if (depth == 0) {
                return text;
            }
        }
        return text.substring(1, text.length() - 1);
    }

    /** Returns the texts between the outer commas; without the last one if a bracket is still open at its end. */
    private static List<String> splitElements(String text) {
        List<String> elements = new ArrayList<>();
        if (text.isEmpty()) {
            return elements;
        }
        Deque<Character> openQuotes = new ArrayDeque<>();
        int depth = 0;
        int elementStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isQuote(character)) {
                if (!openQuotes.isEmpty() && openQuotes.element() == character) {
                    openQuotes.remove();
                } else {
                    openQuotes.push(character);
                }
            }
            if (!openQuotes.isEmpty()) {
                continue;
            }
            if (character == ',' && depth == 0) {
                elements.add(text.substring(elementStart, i));
                elementStart = i + 1;
            }
            depth += depthChange(character);
        }
        if (depth == 0) {
            elements.add(text.substring(elementStart));
        }
        return elements;
    }

    private static boolean isQuote(char character) {
        return character == '\'' || character == '"';
    }

    private static int depthChange(char character) {
        return character == '[' ? 1 : character == ']' ? -1 : 0;
    }

    static String trimSpaces(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }
}
