/**
 * The context of every statement: the server, the session, the table that a name denotes, and the result.
 *
 * <p>Does not use other packages of the engine. Start at {@link dev.cairn.engine.context.ServerState} and {@link
 * dev.cairn.engine.context.ResolvedTableName}.
 */
@NullMarked
package dev.cairn.engine.context;

import org.jspecify.annotations.NullMarked;
