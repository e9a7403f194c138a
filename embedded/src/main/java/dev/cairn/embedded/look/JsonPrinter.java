package dev.cairn.embedded.look;

import java.util.Map;
import java.util.stream.Collectors;

/** Prints JSON objects whose values are texts. */
final class JsonPrinter {
    private JsonPrinter() {}

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append((char) character);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(character < ' ' ? String.format("\\u%04x", character) : (char) character);
            }
        });
        return quoted.append('"').toString();
    }

    static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + quoted(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
