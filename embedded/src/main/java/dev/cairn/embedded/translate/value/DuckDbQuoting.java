package dev.cairn.embedded.translate.value;

/** Texts and names as DuckDB reads them. */
public final class DuckDbQuoting {
    private DuckDbQuoting() {}

    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** For DuckDB, a statement ends where a NUL is: such a character is the result of a function. */
    public static String text(String text) {
        String quoted = '\'' + text.replace("'", "''") + '\'';
        return text.indexOf('\0') < 0 ? quoted : "(" + quoted.replace("\0", "' || chr(0) || '") + ")";
    }
}
