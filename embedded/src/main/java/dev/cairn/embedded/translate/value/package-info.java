/**
 * The representation and conversion of StarRocks values in DuckDB.
 *
 * <p>It uses no other package of the translation. Start with {@link dev.cairn.embedded.translate.value.DuckDbType}.
 */
@NullMarked
package dev.cairn.embedded.translate.value;

import org.jspecify.annotations.NullMarked;
