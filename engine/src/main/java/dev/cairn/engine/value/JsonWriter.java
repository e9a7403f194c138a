package dev.cairn.engine.value;

import java.util.Collection;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON. Maps become objects, collections arrays, numbers and booleans themselves, null and
 * {@link JsonReader#NULL} null, and all other values texts.
 *
 * @param memberSeparator the text between two members or elements
 * @param nameSeparator the text between the name of a member and its value
 * @param doubleFormat prints floating-point numbers
 */
public record JsonWriter(String memberSeparator, String nameSeparator, DoubleFunction<String> doubleFormat) {
    /** Writes no blanks. */
    public static final JsonWriter COMPACT = new JsonWriter(",", ":", Double::toString);

    /** Returns JSON on one line. */
    public String format(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        appendValue(value, text);
        return text.toString();
    }

    private void appendValue(@Nullable Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            String separator = "";
            text.append('{');
            for (Map.Entry<?, ?> member : map.entrySet()) {
                text.append(separator);
                appendQuoted(String.valueOf(member.getKey()), text);
                appendValue(member.getValue(), text.append(nameSeparator));
                separator = memberSeparator;
            }
            text.append('}');
        } else if (value instanceof Collection<?> elements) {
            String separator = "";
            text.append('[');
            for (Object element : elements) {
                appendValue(element, text.append(separator));
                separator = memberSeparator;
            }
            text.append(']');
        } else if (value instanceof Double number) {
            text.append(doubleFormat.apply(number));
        } else if (value == null || value == JsonReader.NULL || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            appendQuoted(value.toString(), text);
        }
    }

    /** Returns JSON with a line for each member and element. */
    public String formatIndented(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        appendIndentedValue(value, "", text);
        return text.toString();
    }

    private void appendIndentedValue(@Nullable Object value, String indentation, StringBuilder text) {
        String innerIndentation = indentation + "  ";
        String separator = "\n";
        if (value instanceof Map<?, ?> members && !members.isEmpty()) {
            text.append('{');
            for (Map.Entry<?, ?> member : members.entrySet()) {
                appendQuoted(
                        String.valueOf(member.getKey()), text.append(separator).append(innerIndentation));
                appendIndentedValue(member.getValue(), innerIndentation, text.append(": "));
                separator = ",\n";
            }
            text.append('\n').append(indentation).append('}');
        } else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            text.append('[');
            for (Object element : elements) {
                appendIndentedValue(
                        element, innerIndentation, text.append(separator).append(innerIndentation));
                separator = ",\n";
            }
            text.append('\n').append(indentation).append(']');
        } else {
            appendValue(value, text);
        }
    }

    /** Returns a text in quotes. */
    public static String quote(String string) {
        StringBuilder text = new StringBuilder();
        appendQuoted(string, text);
        return text.toString();
    }

    private static void appendQuoted(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            switch (character) {
                case '"', '\\' -> text.append('\\').append(character);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default ->
                    text.append(
                            character < ' ' ? String.format("\\u%04X", (int) character) : String.valueOf(character));
            }
        }
        text.append('"');
    }
}
