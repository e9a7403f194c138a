/**
 * Columns of {@code VALUES} that consist of literals only, which DuckDB reads and converts as whole columns.
 *
 * <p>Start with {@link dev.cairn.embedded.rows.literal.LiteralColumn}.
 */
@NullMarked
package dev.cairn.embedded.rows.literal;

import org.jspecify.annotations.NullMarked;
