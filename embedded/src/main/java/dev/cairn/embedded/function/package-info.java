/**
 * Functions of StarRocks that DuckDB lacks, or has with another meaning, as plain Java. DuckDB calls them by names that begin
 * with {@code sr_}.
 *
 * <p>Start at {@link dev.cairn.embedded.function.OwnFunctions}.
 */
@NullMarked
package dev.cairn.embedded.function;

import org.jspecify.annotations.NullMarked;
