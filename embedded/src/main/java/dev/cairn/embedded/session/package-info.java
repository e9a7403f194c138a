/**
 * The state of a session: user, roles, default database, variables, transaction and temporary tables.
 *
 * <p>Start with {@link dev.cairn.embedded.session.ServerSession}.
 */
@NullMarked
package dev.cairn.embedded.session;

import org.jspecify.annotations.NullMarked;
