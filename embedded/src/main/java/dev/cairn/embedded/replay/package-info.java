/**
 * A server that says again what a real one has said.
 *
 * <p>Start at {@link dev.cairn.embedded.replay.Replayer}.
 */
@NullMarked
package dev.cairn.embedded.replay;

import org.jspecify.annotations.NullMarked;
