package dev.cairn.tooling.lint;

import dev.cairn.plan.step.LintRule;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The findings of all rules about a schema or a script. Each finding is in exactly one of the two lists.
 *
 * @param findings the findings, check by check; those of one check are in the order of the migrations, the objects and
 *     the queries
 * @param acceptedFindings findings that {@code @Allow} or {@code -- allow:} accepts
 */
public record LintReport(List<LintFinding> findings, List<AcceptedFinding> acceptedFindings) {
    public LintReport {
        findings = List.copyOf(findings);
        acceptedFindings = List.copyOf(acceptedFindings);
    }

    /**
     * A finding that is accepted.
     *
     * @param reason the reason why the finding is accepted; empty if none was given
     */
    public record AcceptedFinding(LintFinding finding, String reason) {}

    /**
     * Merges the reports about the targets of a schema. A finding for all targets is reported once; any other finding
     * names its targets.
     *
     * @param reportByTarget the report about each target
     */
    public static LintReport merge(Map<ServerProfile, LintReport> reportByTarget) {
        Map<LintFinding, Set<ServerProfile>> targetsByFinding = new LinkedHashMap<>();
        Map<AcceptedFinding, Set<ServerProfile>> targetsByAcceptedFinding = new LinkedHashMap<>();
        reportByTarget.forEach((target, report) -> {
            report.findings()
                    .forEach(finding -> targetsByFinding
                            .computeIfAbsent(finding, unused -> new LinkedHashSet<>())
                            .add(target));
            report.acceptedFindings()
                    .forEach(acceptedFinding -> targetsByAcceptedFinding
                            .computeIfAbsent(acceptedFinding, unused -> new LinkedHashSet<>())
                            .add(target));
        });
        List<LintFinding> findings = new ArrayList<>();
        targetsByFinding.forEach(
                (finding, targets) -> findings.add(limitToTargets(targets, reportByTarget.size(), finding)));
        List<AcceptedFinding> acceptedFindings = new ArrayList<>();
        targetsByAcceptedFinding.forEach((acceptedFinding, targets) -> acceptedFindings.add(new AcceptedFinding(
                limitToTargets(targets, reportByTarget.size(), acceptedFinding.finding()), acceptedFinding.reason())));
        return new LintReport(findings, acceptedFindings);
    }

    private static LintFinding limitToTargets(Set<ServerProfile> targets, int targetCount, LintFinding finding) {
        // The messages of this rule name the servers.
        if (targets.size() == targetCount || finding.rule() == LintRule.REFUSED_BY_TARGET) {
            return finding;
        }
        String targetNames = targets.stream().map(ServerProfile::target).collect(Collectors.joining(" and "));
        return new LintFinding(
                finding.rule(),
                finding.severity(),
                finding.subject(),
                "Only on " + targetNames + ": " + finding.message(),
                finding.remedy(),
                finding.span());
    }

    /** Returns a report with the findings about some subjects. */
    public LintReport filterSubjects(Predicate<LintSubject> subjectFilter) {
        return new LintReport(
                findings.stream()
                        .filter(finding -> subjectFilter.test(finding.subject()))
                        .toList(),
                acceptedFindings.stream()
                        .filter(acceptedFinding ->
                                subjectFilter.test(acceptedFinding.finding().subject()))
                        .toList());
    }
}
