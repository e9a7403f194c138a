/**
 * The MySQL protocol, as a StarRocks frontend speaks it, over plain blocking sockets: one thread for each connection.
 *
 * <p>Knows nothing of SQL: what a statement means is said by a {@link dev.cairn.embedded.protocol.Backend}. Start at
 * {@link dev.cairn.embedded.protocol.Listener} and {@link dev.cairn.embedded.protocol.ConnectionHandler}.
 */
@NullMarked
package dev.cairn.embedded.protocol;

import org.jspecify.annotations.NullMarked;
