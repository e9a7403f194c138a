package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/** {@code ${name}} or {@code ${name:fallback}}, resolved when a statement is run. */
public record Placeholder(String name, @Nullable String fallback) {
    private static final String START = "${";

    /** Whether a value is nothing but a placeholder. */
    public static boolean isWhole(String value) {
        int end = value.length() - 1;
        return value.startsWith(START) && end > START.length() && value.indexOf('}') == end;
    }

    /** What a value says that is nothing but a placeholder. */
    public static Placeholder of(String whole) {
        return inside(whole.substring(START.length(), whole.length() - 1));
    }

    /** What stands between the braces. */
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
