package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in a document, such as {@code $.a[0]."b.c"}, {@code a.b}, {@code $.a[*].b} or {@code $.a[0:2]}. A backslash makes a quote, a point
 * or another backslash a character of a name.
 */
public record JsonPath(List<Step> steps) {
    private static final String ROOT = "$";

    /** A name, and the elements behind it. */
    private static final Pattern PART = Pattern.compile("([^\"\\[\\]]*)((?:\\[[0-9:*]+])*)");

    private static final Pattern ELEMENTS = Pattern.compile("\\[(?:(\\d{1,9})|(\\*)|(\\d{1,9}):(\\d{1,9}))]");

    /** A step from a value to one or more others. */
    sealed interface Step {
        /** To the whole document, or to the element of the array in which the rest of the path is searched. */
        record Root() implements Step {}

        record Member(String name) implements Step {}

        record Element(int place) implements Step {}

        /** To the elements from a position, up to another one. */
        record Elements(int from, int to) implements Step {
            List<?> select(List<?> list) {
                int end = Math.min(to, list.size());
                return from < end ? list.subList(from, end) : List.of();
            }
        }
    }

    /** Returns the path of a text; empty if the text is not a valid path. */
    public static Optional<JsonPath> of(String text) {
        List<Step> steps = new ArrayList<>();
        List<String> parts = text.isEmpty() ? List.of() : parts(text);
        for (String part : parts) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches() || !addTo(steps, matcher.group(1), matcher.group(2))) {
                return Optional.empty();
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new JsonPath(List.copyOf(steps)));
    }

    /** Returns the texts between the points; empty if a backslash stands before another character. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\\') {
                at++;
                char escaped = at < text.length() ? text.charAt(at) : ' ';
                if ("n\\.\"".indexOf(escaped) < 0) {
                    return List.of();
                }
                part.append(escaped == 'n' ? '\n' : escaped);
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(character);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Returns whether the elements behind the name are valid. */
    private static boolean addTo(List<Step> steps, String name, String elements) {
        if (name.equals(ROOT)) {
            steps.add(new Step.Root());
        } else if (!name.isEmpty()) {
            steps.add(new Step.Member(name));
        }
        Matcher matcher = ELEMENTS.matcher(elements);
        int at = 0;
        while (matcher.find() && matcher.start() == at) {
            at = matcher.end();
            if (matcher.group(1) != null) {
                steps.add(new Step.Element(Integer.parseInt(matcher.group(1))));
            } else if (matcher.group(2) != null) {
                steps.add(new Step.Elements(0, Integer.MAX_VALUE));
            } else {
                steps.add(new Step.Elements(Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4))));
            }
        }
        return at == elements.length();
    }

    /** Returns what the path leads to; a path through several elements leads to an array. */
    Optional<Object> find(Object document) {
        return find(document, 0);
    }

    private Optional<Object> find(Object root, int first) {
        Object value = root;
        for (int i = first; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Step.Root) {
                value = root;
            } else if (step instanceof Step.Member member
                    && value instanceof Map<?, ?> map
                    && map.containsKey(member.name())) {
                value = Objects.requireNonNull(map.get(member.name()));
            } else if (step instanceof Step.Element element
                    && value instanceof List<?> list
                    && element.place() < list.size()) {
                value = list.get(element.place());
            } else if (step instanceof Step.Elements elements && value instanceof List<?> list) {
                List<Object> matches = new ArrayList<>();
                for (Object element : elements.select(list)) {
                    find(element, i + 1).ifPresent(matches::add);
                }
                return Optional.of(matches);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }
}
