package dev.cairn.tooling.lint;

import java.util.List;
import java.util.function.Predicate;

/**
 * The result of the rules.
 *
 * @param findings in the order of the migrations, the objects and the queries
 * @param accepted findings that {@code @Allow} or {@code -- allow:} accepts
 */
public record LintReport(List<LintFinding> findings, List<Accepted> accepted) {
    public LintReport {
        findings = List.copyOf(findings);
        accepted = List.copyOf(accepted);
    }

    /**
     * A finding that is accepted.
     *
     * @param reason empty if none is given
     */
    public record Accepted(LintFinding finding, String reason) {}

    /** The findings about subjects with a property. */
    public LintReport about(Predicate<LintSubject> subjects) {
        return new LintReport(
                findings.stream()
                        .filter(finding -> subjects.test(finding.subject()))
                        .toList(),
                accepted.stream()
                        .filter(acceptance -> subjects.test(acceptance.finding().subject()))
                        .toList());
    }
}
