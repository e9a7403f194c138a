package dev.cairn.site;

import java.util.Collection;
import java.util.stream.Collectors;

/** Values as JavaScript. */
final class JavaScript {
    private JavaScript() {}

    static String quoteText(String value) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                literal.append('\\').append(character);
            } else if (character < ' ' || character == '<' || character == '\u2028' || character == '\u2029') {
                literal.append(String.format("\\u%04x", (int) character));
            } else {
                literal.append(character);
            }
        }
        return literal.append('"').toString();
    }

    static String renderList(Collection<String> values) {
        return values.stream().collect(Collectors.joining(",\n", "[", "]"));
    }
}
