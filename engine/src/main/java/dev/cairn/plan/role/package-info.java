/**
 * The changes of roles: their parts, and the statements that lead from one catalog's roles to another's.
 *
 * <p>Start at {@link dev.cairn.plan.role.RolePlanner}.
 */
@NullMarked
package dev.cairn.plan.role;

import org.jspecify.annotations.NullMarked;
