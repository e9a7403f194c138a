package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.TranslatedQuery;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the function that has failed among those that a query calls, which DuckDB does not report: the query succeeds if the
 * failures of this function are NULL. So do the functions around it, which come before it.
 */
final class FailedFunction {
    /** Translates a query again, with NULL for the calls of one function that fail. */
    interface Tolerance {
        TranslatedQuery of(String function);
    }

    private final Tolerance tolerance;
    private final Predicate<TranslatedQuery> succeeds;

    FailedFunction(Tolerance tolerance, Predicate<TranslatedQuery> succeeds) {
        this.tolerance = tolerance;
        this.succeeds = succeeds;
    }

    /** Returns the function, or nothing if the failure has another cause, or if several functions have failed. */
    Optional<String> of(TranslatedQuery failed) {
        for (int i = failed.functions().size() - 1; i >= 0; i--) {
            String function = failed.functions().get(i);
            if (succeeds.test(tolerance.of(function))) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
