/**
 * The DuckDB database that contains the rows: its connections, the tables that store the rows of an object, the
 * snapshots that queries read, and the limits of time and memory of its statements. It knows no table models.
 *
 * <p>Start with {@link dev.cairn.embedded.rows.store.DuckDb} and {@link dev.cairn.embedded.rows.store.TableStore}.
 */
@NullMarked
package dev.cairn.embedded.rows.store;

import org.jspecify.annotations.NullMarked;
