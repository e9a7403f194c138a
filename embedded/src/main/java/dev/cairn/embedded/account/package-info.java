/**
 * Users and their privileges. Roles are in the catalog, and the engine applies what concerns them.
 *
 * <p>Start with {@link dev.cairn.embedded.account.AccessState} and {@link dev.cairn.embedded.account.UserAccess}.
 */
@NullMarked
package dev.cairn.embedded.account;

import org.jspecify.annotations.NullMarked;
