package dev.cairn.analysis.expression;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of RE2, which the server uses. It is validated by translating it to a pattern of Java, which has more
 * constructs and reads a few differently.
 */
final class Re2Pattern {
    private static final List<String> UNSUPPORTED_GROUPS = List.of("(?=", "(?!", "(?<", "(?>");
    private static final String UNSUPPORTED_ESCAPES = "123456789kGRXZhHeuc";
    private static final String NAMED_GROUP = "(?P<";
    private static final Pattern UNSUPPORTED_FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*[a-zA-Z&&[^imsU]]");
    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");
    private static final int MAX_REPETITIONS = 1000;

    private final String pattern;
    private final StringBuilder java = new StringBuilder();
    private boolean inClass;
    private int at;

    Re2Pattern(String pattern) {
        this.pattern = pattern;
    }

    boolean isValid() {
        while (at < pattern.length()) {
            if (!translate(pattern.charAt(at))) {
                return false;
            }
        }
        try {
            Pattern.compile(java.toString());
            return true;
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    /** Translates what begins at the position, and moves behind it; false if RE2 has no such construct. */
    private boolean translate(char sign) {
        return switch (sign) {
            case '\\' -> escape();
            case '[' -> bracket();
            case ']' -> {
                inClass = false;
                yield copy(1);
            }
            case '&' -> {
                java.append(inClass ? "\\" : "");
                yield copy(1);
            }
            case '(' -> inClass ? copy(1) : group();
            case '{' -> inClass ? copy(1) : repetition();
            case '*', '+', '?' -> copy(1) && (inClass || !pattern.startsWith("+", at));
            default -> copy(1);
        };
    }

    private boolean copy(int count) {
        java.append(pattern, at, at + count);
        at += count;
        return true;
    }

    private boolean escape() {
        if (pattern.startsWith("\\Q", at)) {
            int quoted = pattern.indexOf("\\E", at);
            return copy((quoted < 0 ? pattern.length() : quoted + 2) - at);
        }
        boolean last = at + 1 == pattern.length();
        boolean supported = last || UNSUPPORTED_ESCAPES.indexOf(pattern.charAt(at + 1)) < 0;
        boolean braced = !last && "pPx".indexOf(pattern.charAt(at + 1)) >= 0 && pattern.startsWith("{", at + 2);
        int end = braced ? pattern.indexOf('}', at) : -1;
        return supported && copy(end < 0 ? last ? 1 : 2 : end + 1 - at);
    }

    /** A bracket inside a class is a sign like any other, unless it begins the name of a class. */
    private boolean bracket() {
        int end = pattern.indexOf(":]", at);
        if (inClass && pattern.startsWith("[:", at) && end > 0) {
            return copy(end + 2 - at);
        }
        if (inClass) {
            java.append('\\');
            return copy(1);
        }
        inClass = true;
        copy(pattern.startsWith("[^", at) ? 2 : 1);
        if (pattern.startsWith("]", at)) {
            java.append('\\');
            copy(1);
        }
        return true;
    }

    private boolean group() {
        if (pattern.startsWith(NAMED_GROUP, at)) {
            java.append("(?<");
            at += NAMED_GROUP.length();
            return true;
        }
        boolean flagged =
                UNSUPPORTED_FLAGS.matcher(pattern).region(at, pattern.length()).lookingAt();
        return !flagged && UNSUPPORTED_GROUPS.stream().noneMatch(group -> pattern.startsWith(group, at)) && copy(1);
    }

    private boolean repetition() {
        Matcher repetition = REPETITION.matcher(pattern).region(at, pattern.length());
        if (!repetition.lookingAt()) {
            java.append('\\');
            return copy(1);
        }
        String most = repetition.group(2) == null || repetition.group(2).isEmpty()
                ? repetition.group(1)
                : repetition.group(2);
        copy(repetition.end() - at);
        return Integer.parseInt(most) <= MAX_REPETITIONS && !pattern.startsWith("+", at);
    }
}
