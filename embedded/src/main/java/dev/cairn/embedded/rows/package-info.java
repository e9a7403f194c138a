/**
 * Reads and writes of rows with the semantics of the table models. The {@linkplain dev.cairn.embedded.rows.store
 * database} of the rows is loaded when rows are first written or read.
 *
 * <p>Start with {@link dev.cairn.embedded.rows.RowStorage}, {@link dev.cairn.embedded.rows.QueryPreparer} and
 * {@link dev.cairn.embedded.rows.RowWriter}.
 */
@NullMarked
package dev.cairn.embedded.rows;

import org.jspecify.annotations.NullMarked;
