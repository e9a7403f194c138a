package dev.cairn.cli.output;

import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings of {@code cairn lint} on a terminal, grouped by file, and then by location with the excerpt of the SQL.
 * The report must contain the findings of a file, and of a location, one after another.
 *
 * @param width the width of the terminal in columns
 */
public record TerminalLintReport(LocatedReport report, TerminalColours colours, int width) {
    private static final String LOCATION_INDENT = "  ";
    private static final String FINDING_INDENT = "    ";
    private static final String REMEDY_INDENT = "      ";

    public String render() {
        List<String> lines = new ArrayList<>();
        String previousHeading = "";
        String previousSubjectLine = "";
        for (LocatedFinding locatedFinding : report.findings()) {
            String heading = locatedFinding
                    .location()
                    .map(sourceLocation -> sourceLocation.formatRelativeTo(Path.of("")))
                    .orElse(report.schemaName().isEmpty() ? "No source location" : "Schema " + report.schemaName());
            String subjectLine = renderSubjectLine(locatedFinding);
            if (!heading.equals(previousHeading)) {
                lines.add((lines.isEmpty() ? "" : "\n") + colours.colourHeading(heading));
                previousSubjectLine = "";
            }
            if (!subjectLine.equals(previousSubjectLine)) {
                lines.add((previousSubjectLine.isEmpty() ? "" : "\n")
                        + LOCATION_INDENT
                        + colours.colourRemark(subjectLine));
                locatedFinding
                        .excerpt()
                        .lines()
                        .forEach(line ->
                                lines.add(FINDING_INDENT + renderExcerptLine(locatedFinding, line.stripTrailing())));
            }
            previousHeading = heading;
            previousSubjectLine = subjectLine;
            addFinding(locatedFinding, lines);
        }
        lines.add((lines.isEmpty() ? "" : "\n") + report.summary() + ".");
        return String.join("\n", lines);
    }

    /** Returns the position and the name of the subject, such as {@code 12:5  V0003AddNote, statement 2}. */
    private static String renderSubjectLine(LocatedFinding locatedFinding) {
        String position = locatedFinding
                .location()
                .map(TerminalLintReport::renderPosition)
                .orElse("");
        return position + locatedFinding.finding().subject().name();
    }

    private static String renderPosition(SourceLocation location) {
        return location.line() + ":" + location.column() + "  ";
    }

    /** Returns a line of the excerpt; the line with the mark below the error gets the colour of the severity. */
    private String renderExcerptLine(LocatedFinding locatedFinding, String line) {
        return line.strip().equals("^")
                ? colours.colourSeverity(line, locatedFinding.finding().severity())
                : line;
    }

    /**
     * Adds the message and the remedy of a finding. The message is wrapped before the words in front of it are
     * coloured, because the sequences of colours have no width.
     */
    private void addFinding(LocatedFinding locatedFinding, List<String> lines) {
        LintFinding finding = locatedFinding.finding();
        String code = locatedFinding.code();
        String severityWord = finding.severity().word();
        String messagePrefix = severityWord + " " + code + ": ";
        String message =
                new TextWrapper(messagePrefix + finding.message() + ".").wrapProse(width - FINDING_INDENT.length());
        lines.add(FINDING_INDENT + colours.colourSeverity(severityWord, finding.severity()) + " "
                + colours.colourHeading(code) + ": "
                + message.substring(messagePrefix.length()).replace("\n", "\n" + FINDING_INDENT));
        String remedy = new TextWrapper("help: " + finding.remedy()).wrapProse(width - REMEDY_INDENT.length());
        remedy.lines().forEach(line -> lines.add(REMEDY_INDENT + line));
    }
}
