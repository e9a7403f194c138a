/**
 * Queries of StarRocks as queries of DuckDB, which holds the rows: names are resolved, and all that the server does to
 * values without being told is said.
 *
 * <p>Uses the engine's syntax tree and its typing. What can't be said in the other language is refused. Start at {@link
 * dev.cairn.embedded.translate.Translation}; functions stand in the classes named {@code …Templates}.
 */
@NullMarked
package dev.cairn.embedded.translate;

import org.jspecify.annotations.NullMarked;
