package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/** What a query sees of the queries that it stands in: their common tables, and where it is a subquery, their columns. */
public record OuterScope(
        @Nullable CommonTableScope tables, @Nullable QueryScope scope) {
    public static final OuterScope NONE = new OuterScope(null, null);
}
