package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/**
 * The common tables of the enclosing queries and, for a subquery, the columns of these queries; null if there are none.
 */
public record EnclosingScope(
        @Nullable CommonTables commonTables, @Nullable QueryScope queryScope) {
    public static final EnclosingScope NONE = new EnclosingScope(null, null);
}
