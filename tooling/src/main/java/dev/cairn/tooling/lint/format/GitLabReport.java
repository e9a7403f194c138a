package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.plan.step.LintRule;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Findings as the code quality report of GitLab. */
record GitLabReport(LocatedReport report) {
    String text() {
        FindingFingerprints fingerprints = new FindingFingerprints();
        return JsonWriter.COMPACT.formatIndented(report.findings().stream()
                .map(placed -> issue(placed, fingerprints))
                .toList());
    }

    private Map<String, Object> issue(LocatedFinding placed, FindingFingerprints fingerprints) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put(
                "path",
                placed.location()
                        .map(place -> place.relativeTo(report.repository()))
                        .orElse(placed.finding().subject().name()));
        location.put(
                "lines",
                Map.of("begin", placed.location().map(SourceLocation::line).orElse(1)));
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("description", placed.text());
        issue.put("check_name", LintRule.PREFIX + placed.code());
        issue.put("fingerprint", fingerprints.fingerprint(placed.finding()));
        issue.put(
                "severity",
                switch (placed.finding().severity()) {
                    case ERROR -> "critical";
                    case WARNING -> "major";
                    case INFO -> "info";
                });
        issue.put("location", location);
        return issue;
    }
}
