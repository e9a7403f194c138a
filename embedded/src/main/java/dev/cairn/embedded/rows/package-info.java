/**
 * The rows of a server, in a DuckDB of its own inside this JVM, with the meaning of the table models on top. It is loaded when
 * the first row comes or is asked for.
 *
 * <p>Start at {@link dev.cairn.embedded.rows.ServerRows}.
 */
@NullMarked
package dev.cairn.embedded.rows;

import org.jspecify.annotations.NullMarked;
