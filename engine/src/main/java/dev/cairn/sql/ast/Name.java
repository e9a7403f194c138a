package dev.cairn.sql.ast;

/**
 * An identifier as written. Two names are equal if their texts are; quotes and place are ignored.
 *
 * @param quote the character around it: a backquote, the quote of a string used as a name, or {@link #BARE}
 */
public record Name(String text, char quote, Span span) {
    public static final char BARE = '\0';
    private static final char BACKQUOTE = '`';

    /** @param quoted whether it is in backquotes */
    public Name(String text, boolean quoted, Span span) {
        this(text, quoted ? BACKQUOTE : BARE, span);
    }

    public static Name of(String text) {
        return new Name(text, BACKQUOTE, Span.NONE);
    }

    public boolean isQuoted() {
        return quote != BARE;
    }

    /** Returns whether it was written as a string. */
    public boolean isText() {
        return quote != BARE && quote != BACKQUOTE;
    }

    /**
     * Compares names of columns, partitions and indexes, ignoring case; those of databases, tables and views are
     * compared with {@link #equals}.
     */
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

    /**
     * Returns whether a name needs no backquotes: it consists of letters, digits and underscores, and is neither a reserved
     * word nor one that means something else in an expression.
     */
    public static boolean isPlain(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                return false;
            }
            hash = Keyword.hash(hash, c);
        }
        Keyword keyword = Keyword.find(name, 0, name.length(), hash);
        return keyword == null || !(keyword.isReserved() || keyword.isBoundary());
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
