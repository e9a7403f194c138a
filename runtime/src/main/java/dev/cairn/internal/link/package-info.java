/**
 * Connections: statements are sent one at a time and logged, and a failure is told apart into the server's refusal and the
 * loss of the connection. Start at {@code ConnectionFactory}.
 */
@NullMarked
package dev.cairn.internal.link;

import org.jspecify.annotations.NullMarked;
