/**
 * Users and their privileges. Roles belong to the catalog, and the engine applies the statements about them.
 *
 * <p>Start with {@link dev.cairn.embedded.account.AccessState} and {@link dev.cairn.embedded.account.UserAccess}.
 */
@NullMarked
package dev.cairn.embedded.account;

import org.jspecify.annotations.NullMarked;
