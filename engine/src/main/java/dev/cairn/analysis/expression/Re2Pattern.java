package dev.cairn.analysis.expression;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of RE2, the library that the server uses. The expression is validated by translating it to a
 * Java pattern. The translation refuses constructs that only Java supports, and adapts the ones that Java interprets
 * differently.
 */
final class Re2Pattern {
    private static final List<String> UNSUPPORTED_GROUP_STARTS = List.of("(?=", "(?!", "(?<", "(?>");
    /** The characters that only Java permits after a backslash, such as the digits of back references. */
    private static final String UNSUPPORTED_ESCAPES = "123456789kGRXZhHeuc";

    private static final String NAMED_GROUP_START = "(?P<";
    /** The start of a group with a flag that RE2 does not have. */
    private static final Pattern UNSUPPORTED_FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*[a-zA-Z&&[^imsU]]");

    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");
    /** RE2 refuses a pattern that repeats a part more often than this. */
    private static final int MAX_REPETITIONS = 1000;

    private final String pattern;
    private final StringBuilder javaPattern = new StringBuilder();
    private boolean isInCharacterClass;
    private int position;

    private Re2Pattern(String pattern) {
        this.pattern = pattern;
    }

    /** Returns whether RE2 accepts a pattern. */
    static boolean isValid(String pattern) {
        return new Re2Pattern(pattern).translate();
    }

    /** Translates the pattern; returns false if RE2 does not accept it. */
    private boolean translate() {
        while (position < pattern.length()) {
            if (!translateNext(pattern.charAt(position))) {
                return false;
            }
        }
        try {
            Pattern.compile(javaPattern.toString());
            return true;
        } catch (PatternSyntaxException ignored) {
            return false;
        }
    }

    /**
     * Translates the construct at the position, and advances past it; returns false if RE2 does not support the
     * construct.
     */
    private boolean translateNext(char character) {
        return switch (character) {
            case '\\' -> translateEscape();
            case '[' -> translateBracket();
            case ']' -> {
                isInCharacterClass = false;
                yield copyCharacters(1);
            }
            // In a character class of Java, && is an intersection.
            case '&' -> {
                javaPattern.append(isInCharacterClass ? "\\" : "");
                yield copyCharacters(1);
            }
            case '(' -> isInCharacterClass ? copyCharacters(1) : translateGroup();
            case '{' -> isInCharacterClass ? copyCharacters(1) : translateRepetition();
            // Only Java has possessive quantifiers, such as a*+.
            case '*', '+', '?' -> copyCharacters(1) && (isInCharacterClass || !pattern.startsWith("+", position));
            default -> copyCharacters(1);
        };
    }

    /**
     * Copies characters unchanged, and advances past them; always returns true, as the other translations do on
     * success.
     */
    private boolean copyCharacters(int count) {
        javaPattern.append(pattern, position, position + count);
        position += count;
        return true;
    }

    private boolean translateEscape() {
        if (pattern.startsWith("\\Q", position)) {
            int quoteEnd = pattern.indexOf("\\E", position);
            return copyCharacters((quoteEnd < 0 ? pattern.length() : quoteEnd + 2) - position);
        }
        boolean isLastCharacter = position + 1 == pattern.length();
        boolean isSupported = isLastCharacter || UNSUPPORTED_ESCAPES.indexOf(pattern.charAt(position + 1)) < 0;
        boolean isBraced = !isLastCharacter
                && "pPx".indexOf(pattern.charAt(position + 1)) >= 0
                && pattern.startsWith("{", position + 2);
        int braceEnd = isBraced ? pattern.indexOf('}', position) : -1;
        int unbracedLength = isLastCharacter ? 1 : 2;
        return isSupported && copyCharacters(braceEnd < 0 ? unbracedLength : braceEnd + 1 - position);
    }

    /** Inside a character class, a bracket is an ordinary character unless it begins the name of a class. */
    private boolean translateBracket() {
        int classNameEnd = pattern.indexOf(":]", position);
        if (isInCharacterClass && pattern.startsWith("[:", position) && classNameEnd > 0) {
            return copyCharacters(classNameEnd + 2 - position);
        }
        if (isInCharacterClass) {
            javaPattern.append('\\');
            return copyCharacters(1);
        }
        isInCharacterClass = true;
        copyCharacters(pattern.startsWith("[^", position) ? 2 : 1);
        if (pattern.startsWith("]", position)) {
            javaPattern.append('\\');
            copyCharacters(1);
        }
        return true;
    }

    private boolean translateGroup() {
        if (pattern.startsWith(NAMED_GROUP_START, position)) {
            javaPattern.append("(?<");
            position += NAMED_GROUP_START.length();
            return true;
        }
        boolean hasUnsupportedFlag = UNSUPPORTED_FLAGS
                .matcher(pattern)
                .region(position, pattern.length())
                .lookingAt();
        return !hasUnsupportedFlag
                && UNSUPPORTED_GROUP_STARTS.stream().noneMatch(group -> pattern.startsWith(group, position))
                && copyCharacters(1);
    }

    /** A brace that does not begin a repetition, such as {@code {2,3}}, is an ordinary character. */
    private boolean translateRepetition() {
        Matcher repetition = REPETITION.matcher(pattern).region(position, pattern.length());
        if (!repetition.lookingAt()) {
            javaPattern.append('\\');
            return copyCharacters(1);
        }
        String upperBound = repetition.group(2) == null || repetition.group(2).isEmpty()
                ? repetition.group(1)
                : repetition.group(2);
        copyCharacters(repetition.end() - position);
        return Integer.parseInt(upperBound) <= MAX_REPETITIONS && !pattern.startsWith("+", position);
    }
}
