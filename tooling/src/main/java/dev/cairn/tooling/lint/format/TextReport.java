package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.file.Path;

/** Findings for a terminal, in the form of a compiler's: the place, the message, the SQL with a caret, and the remedy. */
record TextReport(LocatedReport report) {
    String text() {
        StringBuilder text = new StringBuilder();
        report.findings().forEach(placed -> text.append(text(placed)).append('\n'));
        return text.append(report.summary()).append('.').toString();
    }

    /** One finding. */
    static String text(LocatedFinding placed) {
        LintFinding finding = placed.finding();
        StringBuilder text = new StringBuilder();
        if (placed.location().isPresent()) {
            SourceLocation place = placed.location().get();
            text.append(place.relativeTo(Path.of("")))
                    .append(':')
                    .append(place.line())
                    .append(':')
                    .append(place.column())
                    .append(": ");
        }
        text.append(finding.severity().word())
                .append(": [")
                .append(placed.code())
                .append("] ")
                .append(finding.subject().name())
                .append(": ")
                .append(finding.message())
                .append(".\n");
        placed.excerpt()
                .lines()
                .forEach(
                        line -> text.append("    ").append(line.stripTrailing()).append('\n'));
        return text.append("  ").append(finding.remedy()).append('\n').toString();
    }
}
