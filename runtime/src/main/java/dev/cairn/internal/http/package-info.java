/**
 * Loads by HTTP: a body that is sent only when the server asks for it, so that a frontend can send a client on to a backend
 * first. The JDK's own client waits without end for a server that answers at once instead. Start at {@code HttpCall}.
 */
@NullMarked
package dev.cairn.internal.http;

import org.jspecify.annotations.NullMarked;
