package dev.cairn.analysis.expression;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of RE2, the library that the server uses. It is validated by a translation to a pattern of
 * Java, which supports more constructs and interprets a few differently.
 */
final class Re2Pattern {
    private static final List<String> UNSUPPORTED_GROUPS = List.of("(?=", "(?!", "(?<", "(?>");
    private static final String UNSUPPORTED_ESCAPES = "123456789kGRXZhHeuc";
    private static final String NAMED_GROUP = "(?P<";
    private static final Pattern UNSUPPORTED_FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*[a-zA-Z&&[^imsU]]");
    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");
    private static final int MAX_REPETITIONS = 1000;

    private final String pattern;
    private final StringBuilder translation = new StringBuilder();
    private boolean inClass;
    private int position;

    Re2Pattern(String pattern) {
        this.pattern = pattern;
    }

    boolean isValid() {
        while (position < pattern.length()) {
            if (!translateNext(pattern.charAt(position))) {
                return false;
            }
        }
        try {
            Pattern.compile(translation.toString());
            return true;
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    /** Translates the construct at the position, and moves behind it; false if RE2 does not support the construct. */
    private boolean translateNext(char sign) {
        return switch (sign) {
            case '\\' -> translateEscape();
            case '[' -> translateBracket();
            case ']' -> {
                inClass = false;
                yield copyCharacters(1);
            }
            case '&' -> {
                translation.append(inClass ? "\\" : "");
                yield copyCharacters(1);
            }
            case '(' -> inClass ? copyCharacters(1) : translateGroup();
            case '{' -> inClass ? copyCharacters(1) : translateRepetition();
            case '*', '+', '?' -> copyCharacters(1) && (inClass || !pattern.startsWith("+", position));
            default -> copyCharacters(1);
        };
    }

    private boolean copyCharacters(int count) {
        translation.append(pattern, position, position + count);
        position += count;
        return true;
    }

    private boolean translateEscape() {
        if (pattern.startsWith("\\Q", position)) {
            int quoted = pattern.indexOf("\\E", position);
            return copyCharacters((quoted < 0 ? pattern.length() : quoted + 2) - position);
        }
        boolean last = position + 1 == pattern.length();
        boolean supported = last || UNSUPPORTED_ESCAPES.indexOf(pattern.charAt(position + 1)) < 0;
        boolean braced =
                !last && "pPx".indexOf(pattern.charAt(position + 1)) >= 0 && pattern.startsWith("{", position + 2);
        int end = braced ? pattern.indexOf('}', position) : -1;
        return supported && copyCharacters(end < 0 ? last ? 1 : 2 : end + 1 - position);
    }

    /** Inside a character class, a bracket is an ordinary character unless it begins the name of a class. */
    private boolean translateBracket() {
        int end = pattern.indexOf(":]", position);
        if (inClass && pattern.startsWith("[:", position) && end > 0) {
            return copyCharacters(end + 2 - position);
        }
        if (inClass) {
            translation.append('\\');
            return copyCharacters(1);
        }
        inClass = true;
        copyCharacters(pattern.startsWith("[^", position) ? 2 : 1);
        if (pattern.startsWith("]", position)) {
            translation.append('\\');
            copyCharacters(1);
        }
        return true;
    }

    private boolean translateGroup() {
        if (pattern.startsWith(NAMED_GROUP, position)) {
            translation.append("(?<");
            position += NAMED_GROUP.length();
            return true;
        }
        boolean flagged = UNSUPPORTED_FLAGS
                .matcher(pattern)
                .region(position, pattern.length())
                .lookingAt();
        return !flagged
                && UNSUPPORTED_GROUPS.stream().noneMatch(group -> pattern.startsWith(group, position))
                && copyCharacters(1);
    }

    private boolean translateRepetition() {
        Matcher repetition = REPETITION.matcher(pattern).region(position, pattern.length());
        if (!repetition.lookingAt()) {
            translation.append('\\');
            return copyCharacters(1);
        }
        String most = repetition.group(2) == null || repetition.group(2).isEmpty()
                ? repetition.group(1)
                : repetition.group(2);
        copyCharacters(repetition.end() - position);
        return Integer.parseInt(most) <= MAX_REPETITIONS && !pattern.startsWith("+", position);
    }
}
