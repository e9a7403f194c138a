/**
 * Who may do what, and what migrations change about it: directly, through roles, on all objects of a kind, and through views, which lend
 * their readers what they read.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.access.MigrationAccess}.
 */
@NullMarked
package dev.cairn.plan.access;

import org.jspecify.annotations.NullMarked;
