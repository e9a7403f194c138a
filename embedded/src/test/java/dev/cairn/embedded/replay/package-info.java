/**
 * A server that repeats the recorded answers of a real server.
 *
 * <p>Start with {@link dev.cairn.embedded.replay.Replayer}.
 */
@NullMarked
package dev.cairn.embedded.replay;

import org.jspecify.annotations.NullMarked;
