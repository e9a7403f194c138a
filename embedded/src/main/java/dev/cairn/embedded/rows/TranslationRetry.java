package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;

/** Translates a query that DuckDB can't calculate again, in another mode. */
@FunctionalInterface
interface TranslationRetry {
    TranslatedQuery translate(TranslationMode mode);
}
