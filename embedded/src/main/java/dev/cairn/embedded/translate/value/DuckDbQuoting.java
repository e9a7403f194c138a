package dev.cairn.embedded.translate.value;

/** Quotes strings and names for DuckDB. */
public final class DuckDbQuoting {
    private DuckDbQuoting() {}

    public static String quoteName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes a string. For DuckDB, a NUL ends a statement; therefore, it is written as a function call. */
    public static String quoteText(String text) {
        String quotedText = '\'' + text.replace("'", "''") + '\'';
        return text.indexOf('\0') < 0 ? quotedText : "(" + quotedText.replace("\0", "' || chr(0) || '") + ")";
    }

    /** Returns the text between the quotation marks, without its escapes. The text must contain no NUL. */
    public static String unquoteText(String quotedText) {
        return quotedText.substring(1, quotedText.length() - 1).replace("''", "'");
    }
}
