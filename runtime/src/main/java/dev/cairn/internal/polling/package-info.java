/**
 * Polls the server about operations that it runs in the background, until they have ended. Start reading at
 * {@code ServerPoller}. Waits between two polls end when a run is cancelled ({@code Backoff}). It may use
 * {@code dev.cairn.internal.connection} and {@code dev.cairn.internal.option}.
 */
@NullMarked
package dev.cairn.internal.polling;

import org.jspecify.annotations.NullMarked;
