package dev.cairn.embedded.function.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in a VARIANT, such as {@code $.user.name}, {@code $.scores[0]} or {@code $["first name"]}.
 *
 * @param steps the name of a member as a String, or the index of an element as an Integer, for each step
 */
public record VariantPath(List<Object> steps) {
    private static final Pattern STEP_PATTERN = Pattern.compile(
            "\\.(?<name>\\w+)|\\[(?<index>\\d{1,10})]|\\[\"(?<double>(?:[^\"\\\\]|\\\\.)*)\"]|\\['(?<single>(?:[^'\\\\]|\\\\.)*)']",
            Pattern.DOTALL);
    private static final Pattern ESCAPE_PATTERN = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    /** Returns the path of a text; empty if the text is not a valid path. */
    public static Optional<VariantPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Object> steps = new ArrayList<>();
        Matcher stepMatcher = STEP_PATTERN.matcher(text);
        int position = 1;
        while (position < text.length()) {
            if (!stepMatcher.region(position, text.length()).lookingAt()) {
                return Optional.empty();
            }
            String indexText = stepMatcher.group("index");
            if (indexText != null && Long.parseLong(indexText) > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            steps.add(readStep(stepMatcher));
            position = stepMatcher.end();
        }
        return Optional.of(new VariantPath(List.copyOf(steps)));
    }

    private static Object readStep(Matcher stepMatcher) {
        if (stepMatcher.group("index") != null) {
            return Integer.valueOf(stepMatcher.group("index"));
        }
        if (stepMatcher.group("name") != null) {
            return stepMatcher.group("name");
        }
        String quotedName =
                stepMatcher.group("double") == null ? stepMatcher.group("single") : stepMatcher.group("double");
        return ESCAPE_PATTERN.matcher(quotedName).replaceAll(escapeMatch -> switch (escapeMatch.group(1)) {
            case "n" -> "\n";
            case "t" -> "\t";
            case "r" -> "\r";
            default -> Matcher.quoteReplacement(escapeMatch.group(1));
        });
    }

    /**
     * Returns the value at the path, or the null of VARIANT if an object or array on the path lacks it; empty if the
     * path leads into a value that is neither.
     */
    Optional<Variant> findTarget(Variant root) {
        Optional<Variant> currentValue = Optional.of(root);
        for (Object step : steps) {
            if (currentValue.isEmpty() || currentValue.get().type() == VariantType.NULL) {
                return currentValue;
            }
            currentValue = step instanceof Integer index
                    ? currentValue.get().findElement(index)
                    : currentValue.get().findMember((String) step);
        }
        return currentValue;
    }
}
