package dev.cairn.plan.step;

import org.jspecify.annotations.Nullable;

/**
 * A remark on a step that deserves attention before the step runs.
 *
 * @param rule the rule that reports it; null for access that somebody loses, which no rule reports
 * @param subject the object or part concerned, by its own name: {@code orders.note}; {@code Access} if it is who may do what
 */
public record Lint(@Nullable LintRule rule, String subject, String message) {}
