package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON over several lines, two blanks deeper at each level. */
final class JsonPretty {
    private JsonPretty() {}

    static String text(Object value) {
        return text(value, "");
    }

    private static String text(Object value, String margin) {
        String deeper = margin + "  ";
        List<String> parts = new ArrayList<>();
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, each) -> parts.add(JsonWriter.quoted((String) key) + ": " + text(each, deeper)));
            return bracketed("{", parts, "}", margin);
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            list.forEach(each -> parts.add(text(each, deeper)));
            return bracketed("[", parts, "]", margin);
        }
        return JsonWriter.text(value);
    }

    private static String bracketed(String opening, List<String> parts, String closing, String margin) {
        String line = "\n" + margin;
        return opening + line + "  " + String.join("," + line + "  ", parts) + line + closing;
    }
}
