/**
 * Warnings about steps that are valid but may have unexpected consequences.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.lint.LintCollector}.
 */
@NullMarked
package dev.cairn.plan.lint;

import org.jspecify.annotations.NullMarked;
