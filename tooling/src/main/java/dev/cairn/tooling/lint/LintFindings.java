package dev.cairn.tooling.lint;

import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/** Collects the findings of the rules that are not off. Accepted findings are in a separate list. */
final class LintFindings {
    private final LintSettings settings;
    private final LintAllowances allowances;
    private final List<LintFinding> findings = new ArrayList<>();
    private final List<LintReport.AcceptedFinding> acceptedFindings = new ArrayList<>();

    LintFindings(LintSettings settings, LintAllowances allowances) {
        this.settings = settings;
        this.allowances = allowances;
    }

    LintSettings settings() {
        return settings;
    }

    void add(LintRule rule, LintSubject subject, String message) {
        add(rule, subject, Span.NONE, message, rule.remedy());
    }

    void add(LintRule rule, LintSubject subject, Span span, String message) {
        add(rule, subject, span, message, rule.remedy());
    }

    /** Adds a finding, unless its rule is off. An accepted finding is added to the accepted findings. */
    void add(LintRule rule, LintSubject subject, Span span, String message, String remedy) {
        settings.findSeverity(rule).ifPresent(severity -> {
            LintFinding finding = new LintFinding(rule, severity, subject, message, remedy, span);
            allowances
                    .findReason(finding)
                    .ifPresentOrElse(
                            reason -> acceptedFindings.add(new LintReport.AcceptedFinding(finding, reason)),
                            () -> findings.add(finding));
        });
    }

    LintReport toReport() {
        return new LintReport(findings, acceptedFindings);
    }
}
