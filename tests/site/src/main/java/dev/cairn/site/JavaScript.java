package dev.cairn.site;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes values as JavaScript. */
final class JavaScript {
    private JavaScript() {}

    /** Returns a string literal. It contains no {@code <}, so it can't end a script element of HTML. */
    static String quote(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
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

    /** Returns an array of values that are JavaScript already. */
    static String renderArray(Collection<String> values) {
        return values.stream().collect(Collectors.joining(",\n", "[", "]"));
    }
}
