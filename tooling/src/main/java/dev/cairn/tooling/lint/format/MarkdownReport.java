package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.effect.ChangeEffects;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.report.ReportDocument;
import java.util.List;

/** Findings for a pull request, as Markdown: what each step of the migrations does, and then the findings. */
record MarkdownReport(LocatedReport report) {
    String text() {
        ReportDocument document = new ReportDocument(
                report.schema().isEmpty() ? "Changes of the database" : "Changes of the schema " + report.schema());
        document.paragraph(report.summary() + ".");
        ChangeEffects.of(report.input()).forEach(effects -> effects.addTo(document));
        if (!report.findings().isEmpty()) {
            document.heading("Findings");
            document.table(
                    List.of("Severity", "Rule", "Subject", "Finding", "Place"),
                    report.findings().stream()
                            .map(placed -> List.of(
                                    placed.severity(),
                                    placed.code(),
                                    placed.finding().subject().name(),
                                    placed.finding().message() + ". "
                                            + placed.finding().remedy(),
                                    place(placed)))
                            .toList());
        }
        if (!report.accepted().isEmpty()) {
            document.heading("Accepted findings");
            document.table(
                    List.of("Rule", "Subject", "Finding", "Reason"),
                    report.accepted().stream()
                            .map(placed -> List.of(
                                    placed.code(),
                                    placed.finding().subject().name(),
                                    placed.finding().message(),
                                    placed.reason()))
                            .toList());
        }
        return document.markdown().stripTrailing();
    }

    private String place(LocatedFinding placed) {
        return placed.location()
                .map(place -> place.relativeTo(report.repository()) + ":" + place.line())
                .orElse("");
    }
}
