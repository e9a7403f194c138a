/**
 * Users, roles and their privileges.
 *
 * <p>Start with {@link dev.cairn.embedded.account.Accounts} and {@link dev.cairn.embedded.account.Access}.
 */
@NullMarked
package dev.cairn.embedded.account;

import org.jspecify.annotations.NullMarked;
