package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/** The common tables of the enclosing queries, and for a subquery also their columns. */
public record OuterScope(
        @Nullable CommonTables commonTables, @Nullable QueryScope queryScope) {
    public static final OuterScope NONE = new OuterScope(null, null);
}
