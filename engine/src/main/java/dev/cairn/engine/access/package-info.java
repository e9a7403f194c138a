/**
 * Roles and their privileges: CREATE ROLE, GRANT, REVOKE, and what happens to privileges when their objects change.
 *
 * <p>Uses only the context of a statement. Start at {@link dev.cairn.engine.access.RoleDdl} and {@link
 * dev.cairn.engine.access.PrivilegePropagation}.
 */
@NullMarked
package dev.cairn.engine.access;

import org.jspecify.annotations.NullMarked;
