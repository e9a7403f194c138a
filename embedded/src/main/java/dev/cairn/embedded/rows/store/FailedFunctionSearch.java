package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the function that has failed among those that a query calls, which DuckDB does not report. The query
 * succeeds if a failure of this function, or of a function around it, results in NULL. The search begins with the
 * innermost functions, which are last.
 */
final class FailedFunctionSearch {
    private final TranslationRetry retry;
    private final Predicate<TranslatedQuery> succeeds;

    FailedFunctionSearch(TranslationRetry retry, Predicate<TranslatedQuery> succeeds) {
        this.retry = retry;
        this.succeeds = succeeds;
    }

    /** Returns the function; empty if the failure has another cause, or if several functions have failed. */
    Optional<String> find(TranslatedQuery failedQuery) {
        for (int i = failedQuery.functions().size() - 1; i >= 0; i--) {
            String function = failedQuery.functions().get(i);
            if (succeeds.test(retry.translate(TranslationMode.ofToleratedFunction(function)))) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
