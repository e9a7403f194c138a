package dev.cairn.engine.value;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON. Maps become objects, and collections become arrays. Numbers and booleans stay as they are; null and
 * {@link JsonReader#NULL} become null; all other values become strings.
 *
 * @param memberSeparator the text between two members or elements
 * @param nameSeparator the text between the name of a member and its value
 * @param doubleFormat prints numbers of the class Double; {@code toString} prints all other numbers
 */
public record JsonWriter(String memberSeparator, String nameSeparator, DoubleFunction<String> doubleFormat) {
    /** The writer of JSON without whitespace. */
    public static final JsonWriter COMPACT = new JsonWriter(",", ":", Double::toString);

    /** Returns JSON on one line. The stack of the thread does not limit the depth of the value. */
    public String format(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        Deque<OpenContainer> openContainers = new ArrayDeque<>();
        appendStart(value, json, openContainers);
        while (!openContainers.isEmpty()) {
            OpenContainer container = openContainers.getLast();
            if (!container.remainingItems.hasNext()) {
                json.append(container.end);
                openContainers.removeLast();
                continue;
            }
            Object item = container.remainingItems.next();
            json.append(container.isEmpty ? "" : memberSeparator);
            container.isEmpty = false;
            if (container.end == '}') {
                Map.Entry<?, ?> member = (Map.Entry<?, ?>) Objects.requireNonNull(item);
                appendQuoted(String.valueOf(member.getKey()), json);
                appendStart(member.getValue(), json.append(nameSeparator), openContainers);
            } else {
                appendStart(item, json, openContainers);
            }
        }
        return json.toString();
    }

    /** An object or an array whose end is not written yet. */
    private static final class OpenContainer {
        private final char end;
        private final Iterator<?> remainingItems;
        private boolean isEmpty = true;

        OpenContainer(char end, Iterator<?> remainingItems) {
            this.end = end;
            this.remainingItems = remainingItems;
        }
    }

    /** Appends a scalar value, or the start of an object or an array, whose items the caller appends. */
    private void appendStart(@Nullable Object value, StringBuilder json, Deque<OpenContainer> openContainers) {
        if (value instanceof Map<?, ?> members) {
            json.append('{');
            openContainers.add(new OpenContainer('}', members.entrySet().iterator()));
        } else if (value instanceof Collection<?> elements) {
            json.append('[');
            openContainers.add(new OpenContainer(']', elements.iterator()));
        } else if (value instanceof Double number) {
            json.append(doubleFormat.apply(number));
        } else if (value == null || value == JsonReader.NULL || value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            appendQuoted(value.toString(), json);
        }
    }

    /** Returns JSON with a line for each member and element. The separators of this writer are not used. */
    public String formatIndented(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        appendIndentedValue(value, "", json);
        return json.toString();
    }

    private void appendIndentedValue(@Nullable Object value, String indentation, StringBuilder json) {
        String innerIndentation = indentation + "  ";
        String separator = "\n";
        if (value instanceof Map<?, ?> members && !members.isEmpty()) {
            json.append('{');
            for (Map.Entry<?, ?> memberEntry : members.entrySet()) {
                appendQuoted(
                        String.valueOf(memberEntry.getKey()),
                        json.append(separator).append(innerIndentation));
                appendIndentedValue(memberEntry.getValue(), innerIndentation, json.append(": "));
                separator = ",\n";
            }
            json.append('\n').append(indentation).append('}');
        } else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            json.append('[');
            for (Object element : elements) {
                appendIndentedValue(
                        element, innerIndentation, json.append(separator).append(innerIndentation));
                separator = ",\n";
            }
            json.append('\n').append(indentation).append(']');
        } else {
            json.append(format(value)); // an empty object or array, or a scalar
        }
    }

    /** Returns a text as a JSON string, in quotes and with escapes. */
    public static String quote(String text) {
        StringBuilder json = new StringBuilder();
        appendQuoted(text, json);
        return json.toString();
    }

    private static void appendQuoted(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> json.append('\\').append(character);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default ->
                    json.append(
                            character < ' '
                                    ? String.format(Locale.ROOT, "\\u%04X", (int) character)
                                    : String.valueOf(character));
            }
        }
        json.append('"');
    }
}
