/**
 * How DuckDB holds and converts the values of StarRocks types.
 *
 * <p>Uses no other room of the translation. Start at {@link dev.cairn.embedded.translate.value.DuckDbType}.
 */
@NullMarked
package dev.cairn.embedded.translate.value;

import org.jspecify.annotations.NullMarked;
