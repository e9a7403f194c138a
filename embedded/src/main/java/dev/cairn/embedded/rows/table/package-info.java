/**
 * The tables of DuckDB that a statement reads or writes: which table stores which rows of an object, with which
 * conditions, and which partitions new rows need.
 *
 * <p>Start with {@link dev.cairn.embedded.rows.table.DuckDbTableResolver} and
 * {@link dev.cairn.embedded.rows.table.StatementContext}.
 */
@NullMarked
package dev.cairn.embedded.rows.table;

import org.jspecify.annotations.NullMarked;
