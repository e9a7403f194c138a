package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/** The common tables of the enclosing queries, and for a subquery also their columns. */
public record OuterScope(
        @Nullable CommonTableScope tables, @Nullable QueryScope scope) {
    public static final OuterScope NONE = new OuterScope(null, null);
}
