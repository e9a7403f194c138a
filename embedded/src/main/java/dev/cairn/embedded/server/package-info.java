/**
 * Execution of statements: dispatching, permissions, transactions and error messages.
 *
 * <p>Start with {@link dev.cairn.embedded.server.ServerSessionFactory},
 * {@link dev.cairn.embedded.server.ServerStatementHandler} and
 * {@link dev.cairn.embedded.server.StatementDispatcher}. An executor runs the statements of one topic; its methods are
 * named {@code run}.
 */
@NullMarked
package dev.cairn.embedded.server;

import org.jspecify.annotations.NullMarked;
