/**
 * Questions to the server about operations that it runs in the background, repeated until these have ended. Start reading
 * at {@code ServerPoller}. It may use {@code dev.cairn.internal.connection}.
 */
@NullMarked
package dev.cairn.internal.polling;

import org.jspecify.annotations.NullMarked;
