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

    String text() {
        List<String> lines = new ArrayList<>();
        String file = "";
        String place = "";
        for (LocatedFinding placed : report.findings()) {
            String nextFile = placed.location()
                    .map(foundPlace -> foundPlace.relativeTo(Path.of("")))
                    .orElse(report.schema().isEmpty() ? "Without a place" : "Schema " + report.schema());
            String nextPlace = place(placed);
            if (!nextFile.equals(file)) {
                lines.add((lines.isEmpty() ? "" : "\n") + colours.heading(nextFile));
                place = "";
            }
            if (!nextPlace.equals(place)) {
                lines.add((place.isEmpty() ? "" : "\n") + PLACE + colours.remark(nextPlace));
                placed.excerpt().lines().forEach(line -> lines.add(FINDING + caret(placed, line.stripTrailing())));
            }
            file = nextFile;
            place = nextPlace;
            addFinding(placed.finding(), placed.code(), lines);
        }
        lines.add((lines.isEmpty() ? "" : "\n") + report.summary() + ".");
        return String.join("\n", lines);
    }

    /** {@code 12:5  V0003AddNote, statement 2} */
    private static String place(LocatedFinding placed) {
        String position = placed.location().map(ColouredFindings::position).orElse("");
        return position + placed.finding().subject().name();
    }

    private static String position(SourceLocation place) {
        return place.line() + ":" + place.column() + "  ";
    }

    private String caret(LocatedFinding placed, String line) {
        return line.strip().equals("^")
                ? colours.severity(line, placed.finding().severity())
                : line;
    }

    private void addFinding(LintFinding finding, String code, List<String> lines) {
        String word = finding.severity().word();
        String title = word + " " + code + ": ";
        String message = new WrappedText(title + finding.message() + ".").prose(width - FINDING.length());
        lines.add(FINDING + colours.severity(word, finding.severity()) + " " + colours.heading(code) + ": "
                + message.substring(title.length()).replace("\n", "\n" + FINDING));
        String remedy = new WrappedText("help: " + finding.remedy()).prose(width - REMEDY.length());
        remedy.lines().forEach(line -> lines.add(REMEDY + line));
    }
}
