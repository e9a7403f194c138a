package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** A path in a document, such as {@code $.a[0]."b c"}, {@code a.b}, {@code $.a[*].b} or {@code $.a[0:2]}. */
final class JsonPath {
    private static final String ANY = "*";
    private static final Pattern RANGE = Pattern.compile("\\d{1,9}:\\d{1,9}");

    /** A name, parts of which may be in quotes, and the positions of elements behind it. */
    private static final String STEP = "(?:\"[^\"\\[\\]]*+\"|[^\"\\[\\].]++)*+(?:\\[(?:\\d+|\\*|\\d+:\\d+)])*";

    private static final Pattern VALID = Pattern.compile("(?s)(?=.)" + STEP + "(\\." + STEP + ")*");

    /** The elements from a position, up to another one. */
    private record Range(int from, int to) {
        List<?> of(List<?> list) {
            int end = Math.min(to, list.size());
            return from < end ? list.subList(from, end) : List.of();
        }
    }

    /** The steps of the path: the key of a member, or the positions of elements. */
    private final List<Object> steps = new ArrayList<>();

    /** Returns whether a path is valid. Functions that only read ignore what is wrong with a path. */
    static boolean isValid(String path) {
        return VALID.matcher(path).matches();
    }

    JsonPath(String path) {
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            char character = path.charAt(at);
            if (character == '.') {
                at++;
            } else if (character == '[') {
                int end = path.indexOf(']', at);
                end = end < 0 ? path.length() : end;
                steps.add(element(path.substring(at + 1, end)));
                at = end + 1;
            } else if (character == '"') {
                int end = path.indexOf('"', at + 1);
                end = end < 0 ? path.length() : end;
                steps.add(path.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = at;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                steps.add(path.substring(at, end));
                at = end;
            }
        }
    }

    private static Object element(String text) {
        if (RANGE.matcher(text).matches()) {
            String[] bounds = text.split(":", 2);
            return new Range(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
        }
        boolean number = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
        return number ? (Object) Integer.valueOf(text) : text;
    }

    List<Object> steps() {
        return steps;
    }

    Optional<Object> in(Object document) {
        return in(document, 0);
    }

    private Optional<Object> in(Object value, int step) {
        if (step == steps.size()) {
            return Optional.of(value);
        }
        Object name = steps.get(step);
        if (value instanceof List<?> list && (name.equals(ANY) || name instanceof Range)) {
            List<?> chosen = name instanceof Range range ? range.of(list) : list;
            List<Object> matches = new ArrayList<>();
            for (Object element : chosen) {
                in(element, step + 1).ifPresent(matches::add);
            }
            return Optional.of(matches);
        }
        if (value instanceof List<?> list && name instanceof Integer index && index < list.size()) {
            return in(list.get(index), step + 1);
        }
        if (value instanceof Map<?, ?> map && name instanceof String && map.containsKey(name)) {
            return in(Objects.requireNonNull(map.get(name)), step + 1);
        }
        return Optional.empty();
    }
}
