/**
 * What the server holds: the engine's catalog, and what a running server knows beside it.
 *
 * <p>Start at {@link dev.cairn.embedded.state.Cluster}.
 */
@NullMarked
package dev.cairn.embedded.state;

import org.jspecify.annotations.NullMarked;
