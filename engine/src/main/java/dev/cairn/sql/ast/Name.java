package dev.cairn.sql.ast;

/**
 * An identifier as written. Two names are equal if their texts are; quotes and place are ignored.
 *
 * @param quote the character around the name: a backquote, the quote of a string used as a name, or {@link #NO_QUOTE}
 */
public record Name(String text, char quote, Span span) {
    public static final char NO_QUOTE = '\0';
    private static final char BACKQUOTE = '`';

    /** @param isQuoted whether the name is in backquotes */
    public Name(String text, boolean isQuoted, Span span) {
        this(text, isQuoted ? BACKQUOTE : NO_QUOTE, span);
    }

    /** Returns a name in backquotes, without a place. */
    public static Name of(String text) {
        return of(text, Span.NONE);
    }

    /** Returns a name in backquotes. */
    public static Name of(String text, Span span) {
        return new Name(text, BACKQUOTE, span);
    }

    /** Returns a name without quotes. */
    public static Name ofUnquoted(String text, Span span) {
        return new Name(text, NO_QUOTE, span);
    }

    public boolean isQuoted() {
        return quote != NO_QUOTE;
    }

    /** Returns whether the name was written as a string. */
    public boolean isStringLiteral() {
        return quote != NO_QUOTE && quote != BACKQUOTE;
    }

    /**
     * Returns whether another name is equal, ignoring case. Names of columns, partitions and indexes are compared in
     * this way, while names of databases, tables and views are compared with {@link #equals}.
     */
    public boolean equalsIgnoreCase(String otherText) {
        return text.equalsIgnoreCase(otherText);
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
     * Returns whether a name needs no backquotes: it consists of letters, digits and underscores, and is neither a
     * reserved word nor one that means something else in an expression.
     */
    public static boolean needsNoBackquotes(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (!isLetter(character) && !isDigit(character) && character != '_') {
                return false;
            }
            hash = Keyword.addToHash(hash, character);
        }
        Keyword keyword = Keyword.find(name, 0, name.length(), hash);
        return keyword == null || !(keyword.isReserved() || keyword.isUnitBoundary());
    }

    /** Returns a name as statements write it: in backquotes, unless it needs none. */
    public static String quoteIfNeeded(String name) {
        return needsNoBackquotes(name) ? name : "`" + name + "`";
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
