package dev.cairn.embedded.load;

import dev.cairn.embedded.function.document.JsonPath;
import dev.cairn.engine.value.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in an object that is loaded, such as {@code $.a."b.c"[0]}. Unlike a path in SQL, it leads to at most one
 * value: {@code *} is the first member of an object, or an empty object itself, and {@code [*]} does not lead to a
 * value. The text before the first dot is ignored.
 */
record LoadPath(String text, List<Segment> segments) {
    private static final Pattern SEGMENT_PATTERN = Pattern.compile("([^\"\\[\\]]*)(?:\\[(\\d{1,18}|\\*)])?");
    private static final String ROOT = "$";
    private static final String WILDCARD = "*";

    /**
     * A member and, optionally, an element of it.
     *
     * @param elementSelector the index of the element, {@code *}, or an empty string for the member itself
     */
    private record Segment(String memberName, String elementSelector) {}

    /**
     * Parses a path. A text whose escapes are invalid becomes a path with which no row can be read.
     *
     * @throws InvalidLoadException if the text is not a path
     */
    static LoadPath parse(String text) {
        List<Segment> segments = new ArrayList<>();
        for (String segmentText : JsonPath.splitSegments(text)) {
            Matcher segmentMatcher = SEGMENT_PATTERN.matcher(segmentText);
            if (segments.isEmpty() && !segmentText.startsWith(ROOT)) {
                segments.add(new Segment("", ""));
            } else if (segmentMatcher.matches()) {
                segments.add(new Segment(
                        segmentMatcher.group(1),
                        Optional.ofNullable(segmentMatcher.group(2)).orElse("")));
            } else {
                throw new InvalidLoadException("Invalid json path: " + segmentText);
            }
        }
        return new LoadPath(text, List.copyOf(segments));
    }

    /**
     * Returns the paths of a JSON array of strings, such as {@code ["$.id", "$.city.name"]}.
     *
     * @throws InvalidLoadException if the text is not an array of strings, or a string is not a path
     */
    static List<LoadPath> parsePaths(String json) {
        List<LoadPath> paths = new ArrayList<>();
        for (Object item : parseArray(json)) {
            if (!(item instanceof String text)) {
                throw new InvalidLoadException("Invalid json path: " + json);
            }
            paths.add(parse(text));
        }
        return paths;
    }

    private static List<?> parseArray(String json) {
        try {
            if (JsonReader.read(json) instanceof List<?> items) {
                return items;
            }
        } catch (JsonReader.JsonSyntaxException failure) {
            throw new InvalidLoadException("parse error. Invalid json path: " + json + ", error: " + failure.problem());
        }
        throw new InvalidLoadException("parse error. Invalid json path: " + json + ", error: it is not an array");
    }

    /** Returns whether this is the path of the object itself. */
    boolean isRoot() {
        return segments.size() == 1 && segments.get(0).memberName().equals(ROOT);
    }

    /**
     * Returns the JSON text of the value to which the path leads; empty if the value does not exist or is null.
     *
     * @param objectJson the JSON text of an object
     * @throws UnparsableRowException if the path names no member, or takes an element of a value that is not an array
     */
    Optional<String> findTargetJson(String objectJson) throws IOException, UnparsableRowException {
        if (isRoot()) {
            return Optional.of(objectJson);
        }
        if (segments.size() <= 1) {
            throw new UnparsableRowException("empty json path");
        }
        if (segments.get(1).memberName().equals(WILDCARD)) {
            throw new UnparsableRowException("extracting * from root-object is not supported, the json path: " + text);
        }
        Optional<String> valueJson = Optional.of(objectJson);
        for (Segment segment : segments.subList(1, segments.size())) {
            valueJson = valueJson.isPresent() ? findMember(valueJson.get(), segment.memberName()) : valueJson;
            if (valueJson.isPresent() && !segment.elementSelector().isEmpty()) {
                valueJson = findElement(valueJson.get(), segment);
            }
        }
        return valueJson;
    }

    /**
     * Returns the JSON text of a member; empty if the value is not an object, lacks the member, or the member is null.
     */
    private static Optional<String> findMember(String valueJson, String name) throws IOException {
        JsonTokenizer tokenizer = new JsonTokenizer(new StringReader(valueJson));
        if (!tokenizer.accept('{')) {
            return Optional.empty();
        }
        if (name.equals(WILDCARD) && tokenizer.isAt('}')) {
            return Optional.of(valueJson);
        }
        while (tokenizer.isAt('"')) {
            String memberName = tokenizer.readString();
            tokenizer.expect(':');
            String memberJson = tokenizer.readRawValue();
            if (memberName.equals(name) || name.equals(WILDCARD)) {
                return emptyIfNull(memberJson);
            }
            tokenizer.accept(',');
        }
        return Optional.empty();
    }

    private Optional<String> findElement(String valueJson, Segment segment) throws IOException, UnparsableRowException {
        JsonTokenizer tokenizer = new JsonTokenizer(new StringReader(valueJson));
        if (!tokenizer.accept('[')) {
            throw new UnparsableRowException(
                    "failed to access field as array, field: " + segment.memberName() + ", jsonpath: " + text);
        }
        if (segment.elementSelector().equals(WILDCARD)) {
            return Optional.empty();
        }
        long elementsToSkip = Long.parseLong(segment.elementSelector());
        while (!tokenizer.isAt(']')) {
            String elementJson = tokenizer.readRawValue();
            if (elementsToSkip-- == 0) {
                return emptyIfNull(elementJson);
            }
            tokenizer.accept(',');
        }
        return Optional.empty();
    }

    private static Optional<String> emptyIfNull(String json) {
        return json.strip().equals("null") ? Optional.empty() : Optional.of(json);
    }
}
