package dev.cairn.sql.ast;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${name}} or {@code ${name:fallback}}, which is resolved when a statement is executed. A placeholder is a whole
 * value; in other values, <code>$${</code> stands for the characters <code>${</code>.
 *
 * @param fallback the value unless another one is configured, which may be empty; null if the placeholder has none
 */
public record Placeholder(String name, @Nullable String fallback) {
    /** The name of the database in which a migration runs. */
    public static final Placeholder DATABASE = of("database");

    private static final String PREFIX = "${";
    private static final String ESCAPED_PREFIX = "$" + PREFIX;
    private static final Pattern PLACEHOLDER_PATTERN = Pattern.compile("(?<!\\$)\\$\\{([^}]+)}");

    /** An error in a value that contains a placeholder. */
    public enum PlaceholderProblem {
        UNCLOSED,
        UNNAMED,
        /** The value has other text before or after the placeholder. */
        EMBEDDED
    }

    /** Returns a placeholder without a fallback. */
    public static Placeholder of(String name) {
        return new Placeholder(name, null);
    }

    /** Returns whether a value is a single placeholder. */
    public static boolean isPlaceholder(String value) {
        int lastIndex = value.length() - 1;
        return value.startsWith(PREFIX) && lastIndex > PREFIX.length() && value.indexOf('}') == lastIndex;
    }

    /**
     * Returns the error in a value that contains <code>${</code> but is not a valid placeholder; empty for other
     * values.
     */
    public static Optional<PlaceholderProblem> findProblem(String value) {
        if (isPlaceholder(value)) {
            return parse(value).name().isEmpty() ? Optional.of(PlaceholderProblem.UNNAMED) : Optional.empty();
        }
        String unescapedValue = value.replace(ESCAPED_PREFIX, "");
        int prefixIndex = unescapedValue.indexOf(PREFIX);
        if (prefixIndex < 0) {
            return Optional.empty();
        }
        if (unescapedValue.indexOf('}', prefixIndex) < 0) {
            return Optional.of(PlaceholderProblem.UNCLOSED);
        }
        return Optional.of(unescapedValue.equals("${}") ? PlaceholderProblem.UNNAMED : PlaceholderProblem.EMBEDDED);
    }

    /** Returns the value that stands for a text: the text, escaped so that no part of it is read as a placeholder. */
    public static String escape(String text) {
        return text.replace(PREFIX, ESCAPED_PREFIX);
    }

    /** Returns the text for which a value without placeholders stands. */
    public static String unescape(String value) {
        return value.replace(ESCAPED_PREFIX, PREFIX);
    }

    /** Parses a value for which {@link #isPlaceholder} holds. */
    public static Placeholder parse(String value) {
        return parseContent(value.substring(PREFIX.length(), value.length() - 1));
    }

    /** Returns whether a text contains a placeholder. */
    public static boolean isContainedIn(String text) {
        return PLACEHOLDER_PATTERN.matcher(text).find();
    }

    /** Returns the placeholders in a text, in their order. */
    public static Stream<Placeholder> streamAll(String text) {
        return PLACEHOLDER_PATTERN.matcher(text).results().map(match -> parseContent(match.group(1)));
    }

    /** Returns a text in which the result of the function replaces each placeholder. */
    public static String replaceAll(String text, Function<Placeholder, String> resolver) {
        return PLACEHOLDER_PATTERN
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(resolver.apply(parseContent(match.group(1)))));
    }

    /** Parses the text between the braces. */
    public static Placeholder parseContent(String text) {
        int colonIndex = text.indexOf(':');
        String name = colonIndex < 0 ? text : text.substring(0, colonIndex);
        return new Placeholder(name.strip(), colonIndex < 0 ? null : text.substring(colonIndex + 1));
    }

    @Override
    public String toString() {
        return PREFIX + name + (fallback == null ? "" : ":" + fallback) + "}";
    }
}
