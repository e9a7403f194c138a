package dev.cairn.migration;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import org.jspecify.annotations.Nullable;

/** Gives one of the placeholders of a statement its fallback, which a run uses if it knows no other value, and keeps the others. */
final class FallbackValue implements PlaceholderResolver {
    private final int number;
    private int met;
    private boolean isNoNumber;
    private @Nullable Placeholder placeholder;

    /** @param number of the placeholder among those with a fallback, from 0 */
    FallbackValue(int number) {
        this.number = number;
    }

    /** Returns the placeholder; null if the statement does not have so many. */
    @Nullable
    Placeholder placeholder() {
        return placeholder;
    }

    private @Nullable String fallback(Placeholder candidate) {
        String fallback = candidate.fallback();
        if (fallback == null || met++ != number) {
            return null;
        }
        placeholder = candidate;
        return fallback;
    }

    @Override
    public String property(String name, String value) {
        String fallback = Placeholder.isWhole(value) ? fallback(Placeholder.of(value)) : null;
        return fallback == null ? value : fallback;
    }

    @Override
    public Buckets buckets(Placeholder candidate) {
        String fallback = fallback(candidate);
        if (fallback != null) {
            try {
                return new Buckets.Count(Integer.parseInt(fallback.strip()));
            } catch (NumberFormatException none) {
                isNoNumber = true;
            }
        }
        return new Buckets.Later(candidate);
    }

    /** Whether the placeholder is a number of buckets, and its fallback is not a number. */
    boolean isNoNumber() {
        return isNoNumber;
    }

    @Override
    public String name(Placeholder candidate) {
        return candidate.toString();
    }
}
