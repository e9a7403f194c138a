package dev.cairn.sql;

/**
 * An identifier as it was written. Equal names have equal text; whether it stood in backquotes, and where, is no part of
 * what it names.
 */
public record Name(String text, boolean quoted, Span span) {
    public static Name of(String text) {
        return new Name(text, true, Span.NONE);
    }

    /** Columns, partitions and indexes compare so; databases, tables and views compare by {@link #equals}. */
    public boolean is(String other) {
        return text.equalsIgnoreCase(other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
