/**
 * Warnings about steps that are valid and may still surprise.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.lint.Lints}.
 */
@NullMarked
package dev.cairn.plan.lint;

import org.jspecify.annotations.NullMarked;
