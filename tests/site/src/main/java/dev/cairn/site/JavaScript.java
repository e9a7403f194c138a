package dev.cairn.site;

import java.util.Collection;
import java.util.stream.Collectors;

/** Values as JavaScript. */
final class JavaScript {
    private JavaScript() {}

    static String text(String value) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                literal.append(String.format("\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    static String list(Collection<String> values) {
        return values.stream().collect(Collectors.joining(",\n", "[", "]"));
    }
}
