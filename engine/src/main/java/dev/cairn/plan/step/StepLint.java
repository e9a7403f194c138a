package dev.cairn.plan.step;

import org.jspecify.annotations.Nullable;

/**
 * A lint of a step: a remark that deserves attention before the step runs.
 *
 * @param rule the rule that reports it; null for a loss of access, which no rule reports
 * @param subject the name of the object or part, such as {@code orders.note}; {@code Access} for changes of access
 */
public record StepLint(@Nullable LintRule rule, String subject, String message) {}
