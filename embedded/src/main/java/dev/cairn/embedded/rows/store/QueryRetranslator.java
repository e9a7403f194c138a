package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;

/**
 * Translates a query again in another mode: after DuckDB has failed to execute it, or before rows are sent, after which
 * the query can't be repeated.
 */
@FunctionalInterface
public interface QueryRetranslator {
    /** Returns the query in a mode. May be called several times. */
    TranslatedQuery translate(TranslationMode mode);
}
