package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds which function of a query has failed, because DuckDB does not report this. The query succeeds if a failure of
 * this function, or of a function around it, results in NULL. The search begins with the innermost functions, which
 * are last.
 */
final class FailedFunctionFinder {
    private final QueryRetranslator retranslator;
    private final Predicate<TranslatedQuery> successPredicate;

    FailedFunctionFinder(QueryRetranslator retranslator, Predicate<TranslatedQuery> successPredicate) {
        this.retranslator = retranslator;
        this.successPredicate = successPredicate;
    }

    /** Returns the function; empty if the failure has another cause, or if several functions have failed. */
    Optional<String> find(TranslatedQuery failedQuery) {
        for (int i = failedQuery.functionNames().size() - 1; i >= 0; i--) {
            String functionName = failedQuery.functionNames().get(i);
            if (successPredicate.test(retranslator.translate(TranslationMode.ofToleratedFunction(functionName)))) {
                return Optional.of(functionName);
            }
        }
        return Optional.empty();
    }
}
