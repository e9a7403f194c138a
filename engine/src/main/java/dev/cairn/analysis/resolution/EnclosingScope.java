package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/** The common tables of the enclosing queries, and for a subquery also their columns. */
public record EnclosingScope(
        @Nullable CommonTables commonTables, @Nullable QueryScope queryScope) {
    public static final EnclosingScope NONE = new EnclosingScope(null, null);
}
