/**
 * Connections to the server. Statements are sent one at a time and logged, and each failure is classified as a refusal
 * by the server or a loss of the connection. Start at {@code ConnectionFactory}.
 */
@NullMarked
package dev.cairn.internal.connection;

import org.jspecify.annotations.NullMarked;
