/**
 * Users, roles and what they may do.
 *
 * <p>Start at {@link dev.cairn.embedded.account.Accounts} and {@link dev.cairn.embedded.account.Access}.
 */
@NullMarked
package dev.cairn.embedded.account;

import org.jspecify.annotations.NullMarked;
