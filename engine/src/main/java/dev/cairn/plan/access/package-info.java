/**
 * Determines the rights of roles, users and groups, and how migrations change them. Rights are granted directly,
 * through roles, on all objects of a kind, and through views, whose readers see the rows of other relations without
 * privileges on these.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.access.MigrationAccess}.
 */
@NullMarked
package dev.cairn.plan.access;

import org.jspecify.annotations.NullMarked;
