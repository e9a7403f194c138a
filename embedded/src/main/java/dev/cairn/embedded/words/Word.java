package dev.cairn.embedded.words;

/**
 * A token.
 *
 * @param text without quotes, escapes resolved
 * @param start where it begins in the statement; {@code end} likewise
 */
record Word(Kind kind, String text, int start, int end) {
    enum Kind {
        BARE,
        BACKQUOTED,
        TEXT,
        SYMBOL,
        END
    }

    boolean is(String keyword) {
        return kind == Kind.BARE && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }
}
