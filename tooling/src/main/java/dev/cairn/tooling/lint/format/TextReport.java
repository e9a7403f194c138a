package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.file.Path;

/**
 * Findings for a terminal, in the form of a compiler message: the location, the message, the SQL with a caret, and the
 * remedy. Accepted findings are only counted.
 */
record TextReport(LocatedReport report) {
    String render() {
        StringBuilder renderedReport = new StringBuilder();
        report.findings()
                .forEach(locatedFinding ->
                        renderedReport.append(renderFinding(locatedFinding)).append('\n'));
        return renderedReport.append(report.summary()).append('.').toString();
    }

    /** Returns the lines of one finding, each with a line break. */
    static String renderFinding(LocatedFinding locatedFinding) {
        LintFinding finding = locatedFinding.finding();
        StringBuilder renderedFinding = new StringBuilder();
        if (locatedFinding.location().isPresent()) {
            SourceLocation location = locatedFinding.location().get();
            renderedFinding
                    .append(location.formatRelativeTo(Path.of("")))
                    .append(':')
                    .append(location.line())
                    .append(':')
                    .append(location.column())
                    .append(": ");
        }
        renderedFinding
                .append(finding.severity().word())
                .append(": [")
                .append(locatedFinding.code())
                .append("] ")
                .append(finding.subject().name())
                .append(": ")
                .append(finding.message())
                .append(".\n");
        locatedFinding
                .excerpt()
                .lines()
                .forEach(line -> renderedFinding
                        .append("    ")
                        .append(line.stripTrailing())
                        .append('\n'));
        return renderedFinding
                .append("  ")
                .append(finding.remedy())
                .append('\n')
                .toString();
    }
}
