/**
 * The MySQL protocol as a StarRocks frontend implements it, over blocking sockets with one thread for each connection.
 *
 * <p>It does not depend on SQL: the sessions of a {@link dev.cairn.embedded.protocol.SessionFactory} run the
 * statements. Start with {@link dev.cairn.embedded.protocol.ConnectionListener} and
 * {@link dev.cairn.embedded.protocol.ConnectionHandler}.
 */
@NullMarked
package dev.cairn.embedded.protocol;

import org.jspecify.annotations.NullMarked;
