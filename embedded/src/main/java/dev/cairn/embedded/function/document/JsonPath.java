package dev.cairn.embedded.function.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in a document, such as {@code $.a[0]."b.c"}, {@code a.b}, {@code $.a[*].b} or {@code $.a[0:2]}. A backslash
 * makes the quote, dot or backslash that follows it part of a name; before an n, it stands for a line break.
 */
public record JsonPath(List<JsonPathStep> steps) {
    private static final String ROOT = "$";

    /** A name, and the elements after it. */
    private static final Pattern SEGMENT_PATTERN = Pattern.compile("([^\"\\[\\]]*)((?:\\[[0-9:*]+])*)");

    private static final Pattern ELEMENTS_PATTERN = Pattern.compile("\\[(?:(\\d{1,9})|(\\*)|(\\d{1,9}):(\\d{1,9}))]");

    /** A step from a value to one or more others. */
    sealed interface JsonPathStep {
        /** A step to the whole document, or to the array element in which the remaining steps are followed. */
        record RootStep() implements JsonPathStep {}

        record MemberStep(String name) implements JsonPathStep {}

        record ElementStep(int index) implements JsonPathStep {}

        /** A step to the elements from the index {@code start} up to the index {@code limit}, exclusive. */
        record SliceStep(int start, int limit) implements JsonPathStep {
            List<?> select(List<?> array) {
                int end = Math.min(limit, array.size());
                return start < end ? array.subList(start, end) : List.of();
            }
        }
    }

    /** Returns the path of a text; empty if the text is not a valid path. */
    public static Optional<JsonPath> parse(String text) {
        List<JsonPathStep> steps = new ArrayList<>();
        List<String> segments = text.isEmpty() ? List.of() : splitSegments(text);
        for (String segment : segments) {
            Matcher segmentMatcher = SEGMENT_PATTERN.matcher(segment);
            if (!segmentMatcher.matches() || !addStepsTo(steps, segmentMatcher.group(1), segmentMatcher.group(2))) {
                return Optional.empty();
            }
        }
        return segments.isEmpty() ? Optional.empty() : Optional.of(new JsonPath(List.copyOf(steps)));
    }

    /**
     * Returns the texts between the dots, without quotes and with the characters for which escapes stand. Dots in
     * quotes do not separate. Returns an empty list if a backslash precedes any other character than n, a dot, a quote
     * or a backslash.
     */
    public static List<String> splitSegments(String text) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        boolean isQuoted = false;
        for (int position = 0; position < text.length(); position++) {
            char character = text.charAt(position);
            if (character == '\\') {
                position++;
                char escapedCharacter = position < text.length() ? text.charAt(position) : ' ';
                if ("n\\.\"".indexOf(escapedCharacter) < 0) {
                    return List.of();
                }
                segment.append(escapedCharacter == 'n' ? '\n' : escapedCharacter);
            } else if (character == '"') {
                isQuoted = !isQuoted;
            } else if (character == '.' && !isQuoted) {
                segments.add(segment.toString());
                segment.setLength(0);
            } else {
                segment.append(character);
            }
        }
        segments.add(segment.toString());
        return segments;
    }

    /** Returns the steps from the document to the target. */
    List<JsonPathStep> stepsBelowRoot() {
        return steps.stream()
                .filter(step -> !(step instanceof JsonPathStep.RootStep))
                .toList();
    }

    /** Adds the steps of a segment, and returns whether the brackets after its name are valid. */
    private static boolean addStepsTo(List<JsonPathStep> steps, String name, String bracketText) {
        if (name.equals(ROOT)) {
            steps.add(new JsonPathStep.RootStep());
        } else if (!name.isEmpty()) {
            steps.add(new JsonPathStep.MemberStep(name));
        }
        Matcher elementsMatcher = ELEMENTS_PATTERN.matcher(bracketText);
        int position = 0;
        while (elementsMatcher.find() && elementsMatcher.start() == position) {
            position = elementsMatcher.end();
            if (elementsMatcher.group(1) != null) {
                steps.add(new JsonPathStep.ElementStep(Integer.parseInt(elementsMatcher.group(1))));
            } else if (elementsMatcher.group(2) != null) {
                steps.add(new JsonPathStep.SliceStep(0, Integer.MAX_VALUE));
            } else {
                steps.add(new JsonPathStep.SliceStep(
                        Integer.parseInt(elementsMatcher.group(3)), Integer.parseInt(elementsMatcher.group(4))));
            }
        }
        return position == bracketText.length();
    }

    /**
     * Returns the value to which the path leads, or empty if it leads to no value. A path through several elements
     * leads to an array.
     */
    Optional<Object> findTarget(Object document) {
        return findTargetFrom(document, 0);
    }

    /** Returns the value to which the remaining steps lead from a value, which is the root of these steps. */
    private Optional<Object> findTargetFrom(Object root, int firstStepIndex) {
        Object value = root;
        for (int i = firstStepIndex; i < steps.size(); i++) {
            JsonPathStep step = steps.get(i);
            if (step instanceof JsonPathStep.RootStep) {
                value = root;
            } else if (step instanceof JsonPathStep.MemberStep member
                    && value instanceof Map<?, ?> object
                    && object.containsKey(member.name())) {
                value = Objects.requireNonNull(object.get(member.name()));
            } else if (step instanceof JsonPathStep.ElementStep element
                    && value instanceof List<?> array
                    && element.index() < array.size()) {
                value = array.get(element.index());
            } else if (step instanceof JsonPathStep.SliceStep slice && value instanceof List<?> array) {
                List<Object> targets = new ArrayList<>();
                for (Object element : slice.select(array)) {
                    findTargetFrom(element, i + 1).ifPresent(targets::add);
                }
                return Optional.of(targets);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }
}
