/**
 * Determines who may do what, and how migrations change this: directly, through roles, on all objects of a kind, and
 * through views, whose readers see the rows of other relations without privileges on them.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.access.MigrationAccess}.
 */
@NullMarked
package dev.cairn.plan.access;

import org.jspecify.annotations.NullMarked;
