package dev.cairn.tooling.lint;

import dev.cairn.finding.Severity;
import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Span;

/**
 * A problem that a rule found.
 *
 * @param severity the severity of the rule as it is configured
 * @param message the problem, as a sentence
 * @param remedy the remedy, as a sentence
 * @param span the part of the subject's SQL; {@link Span#NONE} if the finding is about all of it
 */
public record LintFinding(
        LintRule rule, Severity severity, LintSubject subject, String message, String remedy, Span span) {}
