package dev.cairn.embedded.translate;

/**
 * The mode in which a query is translated: plain at first, and another mode after a failure of DuckDB.
 *
 * @param toleratedFunction the name of a function in lower case, whose failed calls are NULL; empty for none
 * @param isWrapping whether integers beyond the range of their type wrap round, as on the server. DuckDB's own arithmetic, which
 *     is faster, fails in this case
 */
public record TranslationMode(String toleratedFunction, boolean isWrapping) {
    public static final TranslationMode PLAIN = new TranslationMode("", false);
    public static final TranslationMode WRAPPING = new TranslationMode("", true);

    public static TranslationMode withTolerance(String function) {
        return new TranslationMode(function, false);
    }
}
