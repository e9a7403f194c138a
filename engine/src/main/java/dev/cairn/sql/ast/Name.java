package dev.cairn.sql.ast;

/**
 * An identifier as it was written. Equal names have equal text; how it was quoted, and where it stood, is no part of what
 * it names.
 *
 * @param quote the character around it, a backquote or, where a string may stand for a name, that of a string; {@link
 *     #BARE} where none was
 */
public record Name(String text, char quote, Span span) {
    public static final char BARE = '\0';
    private static final char BACKQUOTE = '`';

    /** Whether it stands in backquotes. */
    public Name(String text, boolean quoted, Span span) {
        this(text, quoted ? BACKQUOTE : BARE, span);
    }

    public static Name of(String text) {
        return new Name(text, BACKQUOTE, Span.NONE);
    }

    public boolean quoted() {
        return quote != BARE;
    }

    /** Whether a string stood for it. */
    public boolean isText() {
        return quote != BARE && quote != BACKQUOTE;
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
