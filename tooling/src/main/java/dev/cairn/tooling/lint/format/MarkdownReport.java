package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.report.ReportDocument;
import java.util.List;

/** Findings for a pull request, as Markdown: the effects of each step of the migrations, and then the findings. */
record MarkdownReport(LocatedReport report) {
    String render() {
        ReportDocument document = new ReportDocument(
                report.schemaName().isEmpty()
                        ? "Changes of the database"
                        : "Changes of the schema " + report.schemaName());
        document.addParagraph(report.summary() + ".");
        MigrationEffects.of(report.input()).forEach(effects -> effects.addTo(document));
        if (!report.findings().isEmpty()) {
            document.addHeading("Findings");
            document.addTable(
                    List.of("Severity", "Rule", "Subject", "Finding", "Place"),
                    report.findings().stream()
                            .map(locatedFinding -> List.of(
                                    locatedFinding.severityWord(),
                                    locatedFinding.code(),
                                    locatedFinding.finding().subject().name(),
                                    locatedFinding.messageAndRemedy(),
                                    renderLocation(locatedFinding)))
                            .toList());
        }
        if (!report.acceptedFindings().isEmpty()) {
            document.addHeading("Accepted findings");
            document.addTable(
                    List.of("Rule", "Subject", "Finding", "Reason"),
                    report.acceptedFindings().stream()
                            .map(locatedFinding -> List.of(
                                    locatedFinding.code(),
                                    locatedFinding.finding().subject().name(),
                                    locatedFinding.finding().message(),
                                    locatedFinding.reason()))
                            .toList());
        }
        return document.toMarkdown().stripTrailing();
    }

    private String renderLocation(LocatedFinding locatedFinding) {
        return locatedFinding
                .location()
                .map(location -> location.formatRelativeTo(report.repositoryRoot()) + ":" + location.line())
                .orElse("");
    }
}
