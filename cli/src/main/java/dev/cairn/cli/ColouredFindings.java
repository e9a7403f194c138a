package dev.cairn.cli;

import dev.cairn.cli.output.TerminalColours;
import dev.cairn.cli.output.WrappedText;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings of {@code cairn lint} on a terminal: each file once, then each place with its SQL, and below it what was found there.
 *
 * @param width the columns of the lines
 */
record ColouredFindings(LocatedReport report, TerminalColours colours, int width) {
    private static final String PLACE = "  ";
    private static final String FINDING = "    ";
    private static final String REMEDY = "      ";

    String render() {
        List<String> lines = new ArrayList<>();
        String file = "";
        String place = "";
        for (LocatedFinding locatedFinding : report.findings()) {
            String nextFile = locatedFinding
                    .location()
                    .map(foundPlace -> foundPlace.relativeTo(Path.of("")))
                    .orElse(report.schema().isEmpty() ? "Without a place" : "Schema " + report.schema());
            String nextPlace = renderPlace(locatedFinding);
            if (!nextFile.equals(file)) {
                lines.add((lines.isEmpty() ? "" : "\n") + colours.heading(nextFile));
                place = "";
            }
            if (!nextPlace.equals(place)) {
                lines.add((place.isEmpty() ? "" : "\n") + PLACE + colours.remark(nextPlace));
                locatedFinding
                        .excerpt()
                        .lines()
                        .forEach(line -> lines.add(FINDING + renderCaret(locatedFinding, line.stripTrailing())));
            }
            file = nextFile;
            place = nextPlace;
            addFinding(locatedFinding.finding(), locatedFinding.code(), lines);
        }
        lines.add((lines.isEmpty() ? "" : "\n") + report.summary() + ".");
        return String.join("\n", lines);
    }

    /** {@code 12:5  V0003AddNote, statement 2} */
    private static String renderPlace(LocatedFinding locatedFinding) {
        String position =
                locatedFinding.location().map(ColouredFindings::renderPosition).orElse("");
        return position + locatedFinding.finding().subject().name();
    }

    private static String renderPosition(SourceLocation place) {
        return place.line() + ":" + place.column() + "  ";
    }

    private String renderCaret(LocatedFinding locatedFinding, String line) {
        return line.strip().equals("^")
                ? colours.severity(line, locatedFinding.finding().severity())
                : line;
    }

    private void addFinding(LintFinding finding, String code, List<String> lines) {
        String word = finding.severity().word();
        String title = word + " " + code + ": ";
        String message = new WrappedText(title + finding.message() + ".").wrapProse(width - FINDING.length());
        lines.add(FINDING + colours.severity(word, finding.severity()) + " " + colours.heading(code) + ": "
                + message.substring(title.length()).replace("\n", "\n" + FINDING));
        String remedy = new WrappedText("help: " + finding.remedy()).wrapProse(width - REMEDY.length());
        remedy.lines().forEach(line -> lines.add(REMEDY + line));
    }
}
