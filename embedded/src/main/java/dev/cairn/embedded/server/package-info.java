/**
 * What a server does with a statement: which part answers it, whether the user may, and what is said when it can't be.
 *
 * <p>Start at {@link dev.cairn.embedded.server.ServerBackend} and {@link dev.cairn.embedded.server.ServerStatementHandler}.
 */
@NullMarked
package dev.cairn.embedded.server;

import org.jspecify.annotations.NullMarked;
