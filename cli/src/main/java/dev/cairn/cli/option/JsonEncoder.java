package dev.cairn.cli.option;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON: maps, iterables, texts, numbers, booleans and nothing. */
public final class JsonEncoder {
    private final StringBuilder text = new StringBuilder();

    private JsonEncoder() {}

    /** On one line. */
    public static String of(@Nullable Object value) {
        JsonEncoder json = new JsonEncoder();
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            members(map);
        } else if (value instanceof Iterable<?> values) {
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

    private void elements(Iterable<?> values) {
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
