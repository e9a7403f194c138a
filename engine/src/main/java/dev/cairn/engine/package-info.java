/**
 * The engine applies a statement to a catalog: it checks the statement as the server does, refuses it with the server's
 * errors, and produces the catalog that the server would store.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.catalog}. Start at {@link dev.cairn.engine.Engine}.
 */
@NullMarked
package dev.cairn.engine;

import org.jspecify.annotations.NullMarked;
