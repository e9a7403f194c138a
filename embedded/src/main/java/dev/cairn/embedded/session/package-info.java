/**
 * What belongs to one connection: its user, its database, its variables, its temporary tables.
 *
 * <p>Start at {@link dev.cairn.embedded.session.ServerSession}.
 */
@NullMarked
package dev.cairn.embedded.session;

import org.jspecify.annotations.NullMarked;
