package dev.cairn.embedded.translate.query;

/**
 * The mode in which a query is translated: plain at first, and another mode if DuckDB has failed or must not fail.
 *
 * @param toleratedFunctionName the name of a function in lower case, whose failed calls are NULL; empty for none
 * @param isWrapping whether integers beyond the range of their type wrap around, as on the server. The arithmetic of
 *     DuckDB is faster, but fails on overflow
 */
public record TranslationMode(String toleratedFunctionName, boolean isWrapping) {
    /** The mode that is tried first. */
    public static final TranslationMode PLAIN = new TranslationMode("", false);
    /** The mode after an overflow of an integer, and for statements that can't be repeated after one. */
    public static final TranslationMode WRAPPING = new TranslationMode("", true);

    /** Returns the mode after the failure of a function. */
    public static TranslationMode ofToleratedFunction(String functionName) {
        return new TranslationMode(functionName, false);
    }
}
