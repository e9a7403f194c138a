package dev.cairn.embedded.translate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression as backends read it in {@code regexp_replace} of columns: it matches the longest text, so
 * that quantifiers are greedy even if they are written as reluctant ones. Of several alternatives, however, DuckDB
 * takes the first, not the longest.
 */
record PosixRegex(String pattern) {
    private static final Pattern REPETITION = Pattern.compile("\\{\\d+(,\\d*)?\\}");

    /** Returns whether all matches are replaced, and not only the first one. */
    boolean isGlobal() {
        return !pattern.startsWith("^") && !pattern.endsWith("$");
    }

    /** Returns the pattern without the question marks that make quantifiers reluctant. */
    String greedy() {
        StringBuilder greedy = new StringBuilder();
        Matcher repetition = REPETITION.matcher(pattern);
        boolean quantified = false;
        int at = 0;
        while (at < pattern.length()) {
            char character = pattern.charAt(at);
            int end = at + 1;
            if (character == '\\') {
                end = Math.min(at + 2, pattern.length());
            } else if (character == '[') {
                end = classEnd(at);
            } else if (repetition.region(at, pattern.length()).lookingAt()) {
                end = repetition.end();
            }
            boolean reluctant = character == '?' && quantified;
            if (!reluctant) {
                greedy.append(pattern, at, end);
            }
            boolean group = character == '?' && at > 0 && pattern.charAt(at - 1) == '(';
            quantified = !reluctant
                    && !group
                    && (character == '*' || character == '+' || character == '?' || (character == '{' && end > at + 1));
            at = end;
        }
        return greedy.toString();
    }

    /** Returns the position behind a character class, in which a bracket is a character if it comes first. */
    private int classEnd(int start) {
        int at = start + 1;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        if (at < pattern.length() && pattern.charAt(at) == ']') {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, pattern.length());
    }
}
