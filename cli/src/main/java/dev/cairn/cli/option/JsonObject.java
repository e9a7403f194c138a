package dev.cairn.cli.option;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object. Its members keep the order in which they were added, so that the output of a command is stable. */
public final class JsonObject {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /**
     * Adds a member.
     *
     * @param value an object, a map, a collection, a number, a boolean or null; anything else is encoded as a string
     */
    public JsonObject put(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    /** Returns the object as JSON, on one line. */
    @Override
    public String toString() {
        Encoder encoder = new Encoder();
        encoder.write(members);
        return encoder.text.toString();
    }

    private static final class Encoder {
        private final StringBuilder text = new StringBuilder();

        private void write(@Nullable Object value) {
            if (value instanceof JsonObject object) {
                members(object.members);
            } else if (value instanceof Map<?, ?> map) {
                members(map);
            } else if (value instanceof Collection<?> values) {
                elements(values);
            } else if (value == null || value instanceof Number || value instanceof Boolean) {
                text.append(value);
            } else {
                string(value.toString());
            }
        }

        private void members(Map<?, ?> map) {
            String between = "{";
            for (Map.Entry<?, ?> member : map.entrySet()) {
                text.append(between);
                string(String.valueOf(member.getKey()));
                text.append(':');
                write(member.getValue());
                between = ",";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        }

        private void elements(Collection<?> values) {
            text.append('[');
            for (Iterator<?> each = values.iterator(); each.hasNext(); ) {
                write(each.next());
                text.append(each.hasNext() ? "," : "");
            }
            text.append(']');
        }

        private void string(String value) {
            text.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '"' -> text.append("\\\"");
                    case '\\' -> text.append("\\\\");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    case '\t' -> text.append("\\t");
                    default -> text.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
            text.append('"');
        }
    }
}
