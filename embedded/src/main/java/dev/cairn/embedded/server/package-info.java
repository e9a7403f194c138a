/**
 * Execution of statements: dispatching, permissions, transactions and error messages.
 *
 * <p>Start with {@link dev.cairn.embedded.server.ServerSessionFactory} and
 * {@link dev.cairn.embedded.server.ServerStatementHandler}.
 */
@NullMarked
package dev.cairn.embedded.server;

import org.jspecify.annotations.NullMarked;
