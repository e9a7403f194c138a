package dev.cairn.analysis.resolution;

import org.jspecify.annotations.Nullable;

/**
 * What a query can refer to in the queries around it.
 *
 * @param commonTables the common tables of the enclosing queries; null if there are none
 * @param queryScope the columns of the enclosing queries, which a subquery in an expression can use; null if there are
 *     none
 */
public record EnclosingScope(
        @Nullable CommonTables commonTables, @Nullable QueryScope queryScope) {
    public static final EnclosingScope NONE = new EnclosingScope(null, null);
}
