package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as backends read it in {@code regexp_replace} of columns: it matches the longest text.
 * Therefore, quantifiers are greedy even if they are written as reluctant ones, and of several alternative texts, the
 * longest one counts. {@link #toGreedy} can't imitate this for alternatives with special characters, of which DuckDB
 * takes the first one.
 */
public record PosixRegex(String pattern) {
    private static final Pattern LITERAL_PATTERN = Pattern.compile("[^.^{\\[(|)\\]}+*?$\\\\]+");
    private static final Pattern SUBSTRING_PATTERN = Pattern.compile("(\\.\\*)*" + LITERAL_PATTERN + "(\\.\\*)*");
    private static final String LITERAL_TEXT_REGEX = "(?:[^.^{\\[(|)\\]}+*?$\\\\]|\\\\[^A-Za-z0-9])*";
    private static final Pattern LITERAL_TEXT_PATTERN = Pattern.compile(LITERAL_TEXT_REGEX);

    /** Alternatives without special characters that are a whole group or pattern. */
    private static final Pattern LITERAL_ALTERNATIVES_PATTERN = Pattern.compile("(?<group>\\((?:\\?:|\\?P?<\\w+>)?)?"
            + "(?<alternatives>" + LITERAL_TEXT_REGEX + "(?:\\|" + LITERAL_TEXT_REGEX + ")+)(?=\\)|\\z)");

    private static final Pattern REPETITION_PATTERN = Pattern.compile("\\{\\d+(,\\d*)?\\}");

    /** Returns whether all matches are replaced, rather than only the first one. */
    public boolean replacesAllMatches() {
        return !pattern.startsWith("^") && !pattern.endsWith("$");
    }

    /**
     * Returns whether the pattern has no special character; backends search for such a pattern as plain text.
     */
    public boolean isLiteral() {
        return LITERAL_PATTERN.matcher(pattern).matches();
    }

    /**
     * Returns whether the pattern is a literal, possibly surrounded by {@code .*}. For such a pattern, backends insert
     * the replacement as it is written.
     */
    public boolean isSubstring() {
        return SUBSTRING_PATTERN.matcher(pattern).matches();
    }

    /**
     * Returns whether a frontend accepts a replacement: each backslash has to precede another one, or the number of a
     * group of the pattern.
     */
    public boolean accepts(String replacement) {
        int groupCount = countGroups();
        int position = replacement.indexOf('\\');
        while (position >= 0) {
            char escaped = position + 1 < replacement.length() ? replacement.charAt(position + 1) : ' ';
            if (escaped != '\\' && (escaped < '0' || escaped > '9' || escaped - '0' > groupCount)) {
                return false;
            }
            position = replacement.indexOf('\\', position + 2);
        }
        return true;
    }

    /** Returns the number of groups that a frontend finds in the pattern; -1 if the pattern is invalid. */
    private int countGroups() {
        try {
            return Pattern.compile(pattern).matcher("").groupCount();
        } catch (PatternSyntaxException ignored) {
            return -1;
        }
    }

    /**
     * Returns a pattern that matches the longest text if the first match is taken: without the question marks that make
     * quantifiers reluctant, and with the longest of the alternatives without special characters first.
     */
    public String toGreedy() {
        StringBuilder greedyPattern = new StringBuilder();
        Matcher repetitionMatcher = REPETITION_PATTERN.matcher(pattern);
        Matcher alternativesMatcher = LITERAL_ALTERNATIVES_PATTERN.matcher(pattern);
        boolean isQuantified = false;
        int position = 0;
        while (position < pattern.length()) {
            char character = pattern.charAt(position);
            int endPosition = position + 1;
            if (hasAlternatives(alternativesMatcher, position)) {
                if (alternativesMatcher.group("group") != null) {
                    greedyPattern.append(alternativesMatcher.group("group"));
                }
                greedyPattern.append(sortByLength(alternativesMatcher.group("alternatives")));
                isQuantified = false;
                position = alternativesMatcher.end();
                continue;
            }
            if (character == '\\') {
                endPosition = Math.min(position + 2, pattern.length());
            } else if (character == '[') {
                endPosition = findClassEnd(position);
            } else if (repetitionMatcher.region(position, pattern.length()).lookingAt()) {
                endPosition = repetitionMatcher.end();
            }
            boolean isReluctant = character == '?' && isQuantified;
            if (!isReluctant) {
                greedyPattern.append(pattern, position, endPosition);
            }
            boolean isGroupStart = character == '?' && position > 0 && pattern.charAt(position - 1) == '(';
            isQuantified = !isReluctant
                    && !isGroupStart
                    && (character == '*'
                            || character == '+'
                            || character == '?'
                            || (character == '{' && endPosition > position + 1));
            position = endPosition;
        }
        return greedyPattern.toString();
    }

    /**
     * Returns whether a group at the position, or the whole pattern, consists of alternatives without special
     * characters. If so, the matcher has matched the beginning of the group and the alternatives.
     */
    private boolean hasAlternatives(Matcher alternativesMatcher, int position) {
        if (!alternativesMatcher.region(position, pattern.length()).lookingAt()) {
            return false;
        }
        boolean isWholePattern = position == 0 && alternativesMatcher.end() == pattern.length();
        return alternativesMatcher.group("group") == null
                ? isWholePattern
                : alternativesMatcher.end() < pattern.length();
    }

    private static String sortByLength(String alternatives) {
        List<String> texts = new ArrayList<>();
        Matcher textMatcher = LITERAL_TEXT_PATTERN.matcher(alternatives);
        for (int position = 0; position <= alternatives.length(); position = textMatcher.end() + 1) {
            textMatcher.region(position, alternatives.length()).lookingAt();
            texts.add(textMatcher.group());
        }
        texts.sort(Comparator.comparingInt(PosixRegex::unescapedLength).reversed());
        return String.join("|", texts);
    }

    private static int unescapedLength(String text) {
        return text.replaceAll("\\\\(.)", "$1").length();
    }

    /** Returns the position after a character class, in which a bracket is a character if it comes first. */
    private int findClassEnd(int start) {
        int position = start + 1;
        if (position < pattern.length() && pattern.charAt(position) == '^') {
            position++;
        }
        if (position < pattern.length() && pattern.charAt(position) == ']') {
            position++;
        }
        while (position < pattern.length() && pattern.charAt(position) != ']') {
            position += pattern.charAt(position) == '\\' ? 2 : 1;
        }
        return Math.min(position + 1, pattern.length());
    }
}
