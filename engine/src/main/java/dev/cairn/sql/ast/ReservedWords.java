package dev.cairn.sql.ast;

/** Checks which names need backquotes. */
public final class ReservedWords {
    private ReservedWords() {}

    /** Returns whether a name consists of letters, digits and underscores and is not a reserved word. */
    public static boolean isPlainName(String name) {
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
        return keyword == null || !keyword.reserved();
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
