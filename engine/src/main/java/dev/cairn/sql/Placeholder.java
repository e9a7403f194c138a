package dev.cairn.sql;

import org.jspecify.annotations.Nullable;

/** {@code ${name}} or {@code ${name:fallback}}, resolved when a statement is run. */
public record Placeholder(String name, @Nullable String fallback) {
    @Override
    public String toString() {
        return fallback == null ? "${" + name + "}" : "${" + name + ":" + fallback + "}";
    }
}
