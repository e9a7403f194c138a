package dev.cairn.embedded.words;

/**
 * A token of a statement.
 *
 * @param text the text without quotes and with escapes resolved
 * @param start the position in the statement; {@code end} is the position after the token
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
