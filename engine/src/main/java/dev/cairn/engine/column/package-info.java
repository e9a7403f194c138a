/**
 * Columns: types, defaults, generated columns, keys, and the columns of rollups.
 *
 * <p>Uses {@link dev.cairn.engine.expression}. Start at {@link dev.cairn.engine.column.ColumnAnalysis}.
 */
@NullMarked
package dev.cairn.engine.column;

import org.jspecify.annotations.NullMarked;
