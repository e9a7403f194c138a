package dev.cairn.embedded.function;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Prints JSON as the server does, with a blank after each comma and colon. */
final class JsonWriter {
    private static final int BLANK = 0x20;

    private JsonWriter() {}

    static String text(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                quote(String.valueOf(entry.getKey()), text);
                text.append(": ");
                write(Objects.requireNonNull(entry.getValue()), text);
                text.append(entries.hasNext() ? ", " : "");
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (int i = 0; i < list.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                write(list.get(i), text);
            }
            text.append(']');
        } else {
            scalar(value, text);
        }
    }

    private static void scalar(Object value, StringBuilder text) {
        if (value instanceof String string) {
            quote(string, text);
        } else if (value instanceof Double number) {
            text.append(NumberText.of(number.doubleValue()));
        } else {
            text.append(value.toString().toLowerCase(Locale.ROOT));
        }
    }

    static String quoted(String string) {
        StringBuilder text = new StringBuilder();
        quote(string, text);
        return text.toString();
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (character < BLANK) {
                        text.append(String.format(Locale.ROOT, "\\u%04X", (int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }
}
