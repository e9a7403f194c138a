package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/** {@code ${name}} or {@code ${name:fallback}}, resolved when a statement is executed. */
public record Placeholder(String name, @Nullable String fallback) {
    private static final String START = "${";

    /** Returns whether a value is a single placeholder. */
    public static boolean isWhole(String value) {
        int end = value.length() - 1;
        return value.startsWith(START) && end > START.length() && value.indexOf('}') == end;
    }

    /** Parses a value that is a single placeholder. */
    public static Placeholder of(String whole) {
        return inside(whole.substring(START.length(), whole.length() - 1));
    }

    /** Parses the text between the braces. */
    public static Placeholder inside(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        return new Placeholder(name.strip(), colon < 0 ? null : text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return fallback == null ? "${" + name + "}" : "${" + name + ":" + fallback + "}";
    }
}
