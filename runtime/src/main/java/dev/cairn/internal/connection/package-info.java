/**
 * Connections to the server, and what a failed statement means: a refusal, a loss of the connection, or an error after
 * which the statement is sent again. Statements are sent one at a time and logged without passwords. Start at {@code
 * ConnectionFactory} and {@code TransientError}.
 */
@NullMarked
package dev.cairn.internal.connection;

import org.jspecify.annotations.NullMarked;
