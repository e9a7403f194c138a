package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds which function of a query has failed, which DuckDB does not report: the query is executed again for one
 * function after the other, whose failed calls are then NULL, until it succeeds. It would also succeed for a function
 * around the failed one, so the search begins with the innermost functions, which are last in the list.
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
