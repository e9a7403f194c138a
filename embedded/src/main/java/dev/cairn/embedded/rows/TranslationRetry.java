package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;

/** Translates a query once more, in another mode, after DuckDB has failed to calculate it. */
@FunctionalInterface
interface TranslationRetry {
    TranslatedQuery translate(TranslationMode mode);
}
