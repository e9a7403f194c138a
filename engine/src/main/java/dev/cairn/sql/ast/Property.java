package dev.cairn.sql.ast;

/** {@code "name" = "value"}. The value may be a single placeholder, {@code ${replication_num:3}}. */
public record Property(String name, String value, Span span) {
    public static Property of(String name, String value) {
        return new Property(name, value, Span.NONE);
    }

    /** Returns whether the whole value is a placeholder, so it is unknown until the statement runs. */
    public boolean isPlaceholder() {
        return Placeholder.isPlaceholder(value);
    }
}
