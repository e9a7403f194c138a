/**
 * Storage of rows: a DuckDB database inside this JVM, with the semantics of the table models. DuckDB is loaded when
 * rows are first written or read.
 *
 * <p>Start with {@link dev.cairn.embedded.rows.ServerRows}, {@link dev.cairn.embedded.rows.QueryPreparation} and
 * {@link dev.cairn.embedded.rows.RowWriter}.
 */
@NullMarked
package dev.cairn.embedded.rows;

import org.jspecify.annotations.NullMarked;
