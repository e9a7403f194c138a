package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.JSON;
import static dev.cairn.embedded.function.JavaFunction.Kind.LONG;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.TextFunctions.NumberText;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions of JSON documents, whose arguments and results are texts. A missing member or element is NULL. */
final class JsonFunctions {
    /** Prints JSON as the server does. */
    private static final JsonWriter WRITER = new JsonWriter(", ", ": ", NumberText::of);

    private static final JsonOrder ORDER = new JsonOrder();

    private JsonFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                helper("json_parse", TEXT)
                        .text(in -> parse(in.text(0)).map(WRITER::text).orElse(null)),
                function("parse_json", TEXT).text(in -> ofText(in.text(0))),
                helper("json_quote", TEXT).text(in -> JsonWriter.quote(in.text(0))),
                function("json_query", JSON, TEXT).text(in -> valueAt(in, WRITER::text)),
                function("get_json_string, get_json_object", JSON, TEXT)
                        .text(in -> valueAt(in, JsonFunctions::plainText)),
                function("get_json_int", JSON, TEXT).number(in -> valueAt(in, JsonFunctions::toLong)),
                function("get_json_double", JSON, TEXT).real(in -> valueAt(in, JsonFunctions::toDouble)),
                function("get_json_bool", JSON, TEXT).truth(in -> valueAt(in, JsonFunctions::truth)),
                function("json_exists", JSON, TEXT)
                        .truth(in -> JsonPath.of(in.text(1))
                                .map(path -> path.find(document(in)).isPresent())
                                .orElse(null)),
                function("json_length", JSON, TEXT).number(JsonFunctions::length),
                function("json_contains", JSON, JSON)
                        .truth(in -> JsonContainment.contains(document(in), read(in.text(1)))),
                helper("json_compare", TEXT, TEXT).number(in -> (long) ORDER.compare(document(in), read(in.text(1)))),
                function("json_keys", JSON, TEXT).text(in -> valueAt(in, JsonFunctions::keys)),
                helper("json_names", TEXT).text(in -> names(document(in))),
                helper("json_values", TEXT).text(in -> members(document(in))),
                helper("json_nested", TEXT).truth(in -> isNested(document(in))),
                helper("json_elements", TEXT).text(in -> elements(document(in))),
                helper("json_member", TEXT, TEXT, LONG).text(in -> member(document(in), in.text(1), in.number(2))),
                function("json_pretty", JSON).text(in -> JsonPretty.text(document(in))),
                helper("json_remove", TEXT, TEXT).text(in -> WRITER.text(remove(document(in), in.text(1)))),
                helper("json_set", TEXT, TEXT, TEXT)
                        .text(in -> change(document(in), read(in.text(1)), read(in.text(2)))));
    }

    /**
     * Converts a text to a document, as casts and parse_json do: only objects, arrays and quoted texts are parsed, and any
     * other text is a JSON string.
     */
    private static @Nullable String ofText(String text) {
        String start = text.stripLeading();
        if (!start.isEmpty() && "{[\"".indexOf(start.charAt(0)) >= 0) {
            return parse(text).map(WRITER::text).orElse(null);
        }
        return JsonWriter.quote(text);
    }

    private static Object document(JavaFunction.Arguments in) {
        return read(in.text(0));
    }

    private static Object read(String text) {
        return parse(text).orElse(JsonReader.NULL);
    }

    /** Returns the value of a JSON text; empty if the text is not valid JSON. */
    private static Optional<Object> parse(String text) {
        try {
            return Optional.of(JsonReader.read(text));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    private static <T> @Nullable T valueAt(JavaFunction.Arguments in, Function<Object, @Nullable T> property) {
        Optional<Object> target =
                JsonPath.of(in.text(1)).flatMap(path -> parse(in.text(0)).flatMap(path::find));
        return target.isEmpty() ? null : property.apply(target.get());
    }

    private static @Nullable String plainText(Object value) {
        if (value == JsonReader.NULL) {
            return null;
        }
        return value instanceof String text ? text : WRITER.text(value);
    }

    private static @Nullable Long toLong(Object value) {
        Double real = value instanceof Long ? null : toDouble(value);
        return value instanceof Long number ? number : real == null ? null : (Long) real.longValue();
    }

    private static @Nullable Double toDouble(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1.0 : 0.0;
        }
        try {
            return value instanceof String text ? Double.valueOf(text.strip()) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static @Nullable Boolean truth(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? false : null;
        }
        return value instanceof Number number ? (Boolean) (number.doubleValue() != 0) : null;
    }

    /** Returns the number of elements or members; 0 if the path leads nowhere, and null if it is invalid. */
    private static @Nullable Long length(JavaFunction.Arguments in) {
        Optional<JsonPath> path = JsonPath.of(in.text(1));
        if (path.isEmpty()) {
            return null;
        }
        Optional<Object> target = parse(in.text(0)).flatMap(path.get()::find);
        if (target.isEmpty()) {
            return 0L;
        }
        if (target.get() instanceof List<?> list) {
            return (long) list.size();
        }
        return target.get() instanceof Map<?, ?> map ? (long) map.size() : 1L;
    }

    private static @Nullable String keys(Object value) {
        return value instanceof Map<?, ?> map ? WRITER.text(new ArrayList<Object>(map.keySet())) : null;
    }

    private static boolean isNested(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    /** Returns the keys of an object. */
    private static @Nullable String names(Object value) {
        return value instanceof Map<?, ?> map ? WRITER.text(new ArrayList<Object>(map.keySet())) : null;
    }

    /** Returns the members of an object, each as the text of a document. */
    private static @Nullable String members(Object value) {
        return value instanceof Map<?, ?> ? WRITER.text(values(value)) : null;
    }

    /** Returns the members of an object or the elements of an array, each as the text of a document. */
    private static List<Object> values(Object value) {
        List<Object> values = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(member -> values.add(WRITER.text(member)));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> values.add(WRITER.text(element)));
        }
        return values;
    }

    private static @Nullable String elements(Object value) {
        return value instanceof List<?> ? WRITER.text(values(value)) : null;
    }

    /** Returns the member of an object by its name, or the element of an array by its position. */
    private static @Nullable String member(Object value, String name, long place) {
        Object member = value instanceof Map<?, ?> map ? map.get(name) : null;
        if (value instanceof List<?> list && place < list.size()) {
            member = list.get((int) place);
        }
        return member == null || member == JsonReader.NULL ? null : WRITER.text(member);
    }

    private static Object remove(Object document, String path) {
        return JsonPath.of(path)
                .map(target -> edit(document, target.steps(), 0, null))
                .orElse(document);
    }

    /** @param path a JSON value; any other one than the text of a path makes the result NULL */
    private static @Nullable String change(Object document, Object path, Object value) {
        return path instanceof String text
                ? JsonPath.of(text)
                        .map(target -> WRITER.text(edit(document, target.steps(), 0, value)))
                        .orElse(null)
                : null;
    }

    /** Returns a copy in which the target of a path is replaced; it is removed if the value is null. */
    private static Object edit(Object document, List<JsonPath.Step> steps, int step, @Nullable Object value) {
        if (step == steps.size()) {
            return value == null ? document : value;
        }
        JsonPath.Step next = steps.get(step);
        boolean last = step == steps.size() - 1;
        if (next instanceof JsonPath.Step.Root) {
            return edit(document, steps, step + 1, value);
        }
        if (document instanceof Map<?, ?> map && next instanceof JsonPath.Step.Member target) {
            Map<String, Object> edited = new TreeMap<>();
            map.forEach((key, member) -> edited.put((String) key, member));
            Object inner = edited.get(target.name());
            if (last && value == null) {
                edited.remove(target.name());
            } else if (inner != null || last) {
                edited.put(target.name(), edit(inner == null ? JsonReader.NULL : inner, steps, step + 1, value));
            }
            return edited;
        }
        if (document instanceof List<?> list && next instanceof JsonPath.Step.Element target) {
            int place = target.place();
            List<Object> edited = new ArrayList<>(list);
            if (place < list.size() && last && value == null) {
                edited.remove(place);
            } else if (place < list.size()) {
                edited.set(place, edit(list.get(place), steps, step + 1, value));
            } else if (last && value != null) {
                edited.add(value);
            }
            return edited;
        }
        return document;
    }

    /** Prints JSON on several lines, indented by two blanks for each level. */
    private static final class JsonPretty {
        private JsonPretty() {}

        static String text(Object value) {
            return text(value, "");
        }

        private static String text(Object value, String margin) {
            String deeper = margin + "  ";
            List<String> parts = new ArrayList<>();
            if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                map.forEach((key, member) -> parts.add(JsonWriter.quote((String) key) + ": " + text(member, deeper)));
                return bracket("{", parts, "}", margin);
            }
            if (value instanceof List<?> list && !list.isEmpty()) {
                list.forEach(element -> parts.add(text(element, deeper)));
                return bracket("[", parts, "]", margin);
            }
            return WRITER.text(value);
        }

        private static String bracket(String opening, List<String> parts, String closing, String margin) {
            String line = "\n" + margin;
            return opening + line + "  " + String.join("," + line + "  ", parts) + line + closing;
        }
    }
}
