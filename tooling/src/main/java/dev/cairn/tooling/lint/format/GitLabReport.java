package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.plan.step.LintRule;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the findings in the format of the code quality reports of GitLab. */
record GitLabReport(LocatedReport report) {
    String render() {
        FindingFingerprints fingerprints = new FindingFingerprints();
        return JsonWriter.COMPACT.formatIndented(report.findings().stream()
                .map(locatedFinding -> createIssue(locatedFinding, fingerprints))
                .toList());
    }

    private Map<String, Object> createIssue(LocatedFinding locatedFinding, FindingFingerprints fingerprints) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put(
                "path",
                locatedFinding
                        .location()
                        .map(sourceLocation -> sourceLocation.formatRelativeTo(report.repositoryRoot()))
                        .orElse(locatedFinding.finding().subject().name()));
        location.put(
                "lines",
                Map.of(
                        "begin",
                        locatedFinding.location().map(SourceLocation::line).orElse(1)));
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("description", locatedFinding.fullMessage());
        issue.put("check_name", LintRule.PREFIX + locatedFinding.code());
        issue.put("fingerprint", fingerprints.computeFingerprint(locatedFinding.finding()));
        issue.put(
                "severity",
                switch (locatedFinding.finding().severity()) {
                    case ERROR -> "critical";
                    case WARNING -> "major";
                    case INFO -> "info";
                });
        issue.put("location", location);
        return issue;
    }
}
