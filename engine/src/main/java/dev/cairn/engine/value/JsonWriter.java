package dev.cairn.engine.value;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
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

    /** Returns JSON on one line. */
    public String format(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        appendValue(value, json);
        return json.toString();
    }

    private void appendValue(@Nullable Object value, StringBuilder json) {
        if (value instanceof Map<?, ?> members) {
            String separator = "";
            json.append('{');
            for (Map.Entry<?, ?> memberEntry : members.entrySet()) {
                json.append(separator);
                appendQuoted(String.valueOf(memberEntry.getKey()), json);
                appendValue(memberEntry.getValue(), json.append(nameSeparator));
                separator = memberSeparator;
            }
            json.append('}');
        } else if (value instanceof Collection<?> elements) {
            String separator = "";
            json.append('[');
            for (Object element : elements) {
                appendValue(element, json.append(separator));
                separator = memberSeparator;
            }
            json.append(']');
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
            appendValue(value, json);
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
