/**
 * The privileges, and the kinds of objects on which they are granted.
 *
 * <p>Uses no other package of Cairn. Start at {@link dev.cairn.sql.access.SecuredKind}.
 */
@NullMarked
package dev.cairn.sql.access;

import org.jspecify.annotations.NullMarked;
