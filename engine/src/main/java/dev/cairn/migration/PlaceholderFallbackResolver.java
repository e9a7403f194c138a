package dev.cairn.migration;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a single placeholder of a statement to its fallback, which a run uses if no other value is configured. All
 * other placeholders are kept, so that each fallback can be checked alone. An instance counts the placeholders while
 * the statement is parsed, so it must not be used for a second statement.
 */
final class PlaceholderFallbackResolver implements PlaceholderResolver {
    private final int fallbackIndex;
    private int visitedFallbackCount;
    private boolean hasInvalidBucketCount;
    private @Nullable Placeholder placeholder;

    /** @param fallbackIndex the index of the placeholder among the placeholders with a fallback, from 0 */
    PlaceholderFallbackResolver(int fallbackIndex) {
        this.fallbackIndex = fallbackIndex;
    }

    /** Returns the resolved placeholder; null if the statement has fewer placeholders with a fallback. */
    @Nullable
    Placeholder placeholder() {
        return placeholder;
    }

    /** Counts a placeholder with a fallback; returns the fallback if it is the one to resolve, and null otherwise. */
    private @Nullable String takeFallback(Placeholder candidate) {
        String fallback = candidate.fallback();
        if (fallback == null || visitedFallbackCount++ != fallbackIndex) {
            return null;
        }
        placeholder = candidate;
        return fallback;
    }

    @Override
    public String resolveProperty(String name, String value) {
        String fallback = Placeholder.isPlaceholder(value) ? takeFallback(Placeholder.parse(value)) : null;
        return fallback == null ? value : fallback;
    }

    @Override
    public Buckets resolveBuckets(Placeholder candidate) {
        String fallback = takeFallback(candidate);
        if (fallback != null) {
            try {
                return new Buckets.Count(Integer.parseInt(fallback.strip()));
            } catch (NumberFormatException ignored) {
                hasInvalidBucketCount = true;
            }
        }
        return new Buckets.PlaceholderBuckets(candidate);
    }

    /** Returns whether the resolved placeholder stands for a number of buckets, but its fallback is not a number. */
    boolean hasInvalidBucketCount() {
        return hasInvalidBucketCount;
    }

    @Override
    public String resolveName(Placeholder candidate) {
        return candidate.toString();
    }
}
