/**
 * Questions to the server about operations that it runs in the background, repeated until these have ended. Start reading
 * at {@code ServerPoller}. It may use {@code dev.cairn.internal.link}.
 */
@NullMarked
package dev.cairn.internal.poll;

import org.jspecify.annotations.NullMarked;
