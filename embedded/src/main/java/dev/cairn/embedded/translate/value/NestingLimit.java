package dev.cairn.embedded.translate.value;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/**
 * Limits the levels of nested values and of nested lambdas: DuckDB analyzes a lambda within a lambda twice, so its time
 * grows exponentially with the levels.
 */
public final class NestingLimit {
    private static final int MAX_LEVELS = 8;

    private NestingLimit() {}

    /**
     * Requires a type whose values have few levels.
     *
     * @throws Refusal if the values have too many levels
     */
    public static void requireSupported(Type type, Span span) {
        if (type.isNested() && hasMoreLevels(type, MAX_LEVELS)) {
            throw UnsupportedFeatureRefusals.createQueryRefusal(
                    "values of more than " + MAX_LEVELS + " nested levels", span);
        }
    }

    private static boolean hasMoreLevels(Type type, int maxLevels) {
        return type.isNested()
                && (maxLevels == 0
                        || !type.allComponentsMatch(componentType -> !hasMoreLevels(componentType, maxLevels - 1)));
    }

    /**
     * Requires an expression within few lambdas.
     *
     * @param lambdaDepth the number of lambdas around an expression
     * @throws Refusal if there are too many
     */
    public static void requireSupported(int lambdaDepth, Span span) {
        if (lambdaDepth > MAX_LEVELS) {
            throw UnsupportedFeatureRefusals.createQueryRefusal("more than " + MAX_LEVELS + " nested lambdas", span);
        }
    }
}
