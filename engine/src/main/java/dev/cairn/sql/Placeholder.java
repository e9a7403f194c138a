package dev.cairn.sql;

import org.jspecify.annotations.Nullable;

/** {@code ${name}} or {@code ${name:fallback}}, resolved when a statement is run. */
public record Placeholder(String name, @Nullable String fallback) {
    private static final String START = "${";

    /** Whether a value is nothing but a placeholder. */
    public static boolean isWhole(String value) {
        int end = value.length() - 1;
        return value.startsWith(START) && end > START.length() && value.indexOf('}') == end;
    }

    @Override
    public String toString() {
        return fallback == null ? "${" + name + "}" : "${" + name + ":" + fallback + "}";
    }
}
