package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import org.jspecify.annotations.Nullable;

/**
 * Finds the aggregate functions that a frontend calculates instead of the written ones. COUNT(DISTINCT …) of bitmaps or
 * sketches counts the elements of their union. A session variable may choose another implementation of COUNT(DISTINCT
 * …), or replace {@code bitmap_union(to_bitmap(x))} by {@code bitmap_agg(x)}. The latter skips negative numbers instead
 * of turning them into NULL.
 */
record AggregateReplacementFinder(ExpressionTranslator expressionTranslator) {
    /**
     * Returns the call that a frontend calculates instead of another one; null if it calculates the call itself.
     *
     * @param isWindowed whether the call has an OVER clause, which prevents the replacement of COUNT(DISTINCT …) of
     *     bitmaps and sketches
     */
    @Nullable
    Call findReplacement(Call call, boolean isWindowed) {
        String name = CallRewrites.lowerCaseName(call);
        if (call.arguments().size() != 1) {
            return null;
        }
        if (name.equals("count") && call.isDistinct()) {
            String functionName = findDistinctCountFunction(call.arguments().get(0), isWindowed);
            return functionName == null ? null : Call.of(functionName, call.arguments(), call.span());
        }
        return name.equals("bitmap_union")
                        && call.arguments().get(0).unwrap() instanceof Call argument
                        && isBitmapOfInteger(argument)
                        && hasVariableValue("enable_rewrite_bitmap_union_to_bitamp_agg", "1") // "bitamp" as on a server
                ? Call.of("bitmap_agg", argument.arguments(), call.span())
                : null;
    }

    private @Nullable String findDistinctCountFunction(Expression value, boolean isWindowed) {
        if (hasVariableValue("count_distinct_implementation", "ndv")) {
            return "ndv";
        }
        if (isWindowed) {
            return null;
        }
        return switch (PrimitiveType.of(expressionTranslator.requireType(value))) {
            case BITMAP -> "bitmap_union_count";
            case HLL -> "hll_union_agg";
            default -> null;
        };
    }

    private boolean isBitmapOfInteger(Call call) {
        if (!CallRewrites.lowerCaseName(call).equals("to_bitmap")
                || call.arguments().size() != 1) {
            return false;
        }
        PrimitiveType type = PrimitiveType.of(
                expressionTranslator.requireType(call.arguments().get(0)));
        return type.isFixedPoint() || type == PrimitiveType.BOOLEAN;
    }

    private boolean hasVariableValue(String variableName, String value) {
        return expressionTranslator
                .context()
                .findSessionVariable(variableName)
                .filter(value::equalsIgnoreCase)
                .isPresent();
    }
}
