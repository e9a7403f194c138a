package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.LintSeverity;
import dev.cairn.tooling.lint.format.PlacedReport.Placed;
import dev.cairn.tooling.lint.source.SourcePlace;
import java.util.ArrayList;
import java.util.List;

/** Findings as workflow commands, which GitHub shows at the lines of a pull request, and as results of tests in the form of JUnit. */
final class LintAnnotations {
    private LintAnnotations() {}

    /** {@code ::warning file=…,line=3,title=lint.drops-data::message} */
    static String github(PlacedReport report) {
        StringBuilder text = new StringBuilder();
        for (Placed placed : report.findings()) {
            List<String> properties = new ArrayList<>();
            placed.place().ifPresent(place -> {
                properties.add("file=" + property(place.relativeTo(report.repository())));
                properties.add("line=" + place.line());
                properties.add("endLine=" + place.endLine());
                if (place.endLine() == place.line()) { // columns of several lines are ignored
                    properties.add("col=" + place.column());
                    properties.add("endColumn=" + place.endColumn());
                }
            });
            properties.add("title=" + property(placed.code()));
            text.append("::")
                    .append(command(placed.finding().severity()))
                    .append(' ')
                    .append(String.join(",", properties))
                    .append("::")
                    .append(data(placed.text()))
                    .append('\n');
        }
        return text.append(data(report.summary())).append('.').toString();
    }

    private static String command(LintSeverity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "notice";
        };
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /** A suite with a test for each finding: those that fail the command are failures, and accepted ones are skipped. */
    static String junit(PlacedReport report) {
        long failures = report.findings().stream().filter(report::fails).count();
        int tests = Math.max(1, report.findings().size() + report.accepted().size());
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        xml.append("  <testsuite name=\"")
                .append(attribute(report.schema().isEmpty() ? "cairn lint" : "cairn lint " + report.schema()))
                .append("\" tests=\"")
                .append(tests)
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"0\" skipped=\"")
                .append(report.accepted().size())
                .append("\">\n");
        for (Placed placed : report.findings()) {
            begin(placed, report, xml);
            if (report.fails(placed)) {
                xml.append("      <failure type=\"")
                        .append(placed.severity())
                        .append("\" message=\"")
                        .append(attribute(placed.finding().message()))
                        .append("\">")
                        .append(content(LintFormat.LintText.text(placed)))
                        .append("</failure>\n");
            } else {
                xml.append("      <system-out>")
                        .append(content(LintFormat.LintText.text(placed)))
                        .append("</system-out>\n");
            }
            xml.append("    </testcase>\n");
        }
        for (Placed placed : report.accepted()) {
            begin(placed, report, xml);
            xml.append("      <skipped message=\"")
                    .append(attribute(placed.reason().isEmpty() ? "accepted" : "accepted: " + placed.reason()))
                    .append("\"/>\n    </testcase>\n");
        }
        if (report.findings().isEmpty() && report.accepted().isEmpty()) {
            xml.append("    <testcase classname=\"cairn.lint\" name=\"no findings\"/>\n");
        }
        return xml.append("  </testsuite>\n</testsuites>").toString();
    }

    private static void begin(Placed placed, PlacedReport report, StringBuilder xml) {
        xml.append("    <testcase classname=\"cairn.lint.")
                .append(attribute(placed.code()))
                .append("\" name=\"")
                .append(attribute(placed.finding().subject().name()))
                .append('"');
        placed.place().ifPresent(place -> file(place, report, xml));
        xml.append(">\n");
    }

    private static void file(SourcePlace place, PlacedReport report, StringBuilder xml) {
        xml.append(" file=\"")
                .append(attribute(place.relativeTo(report.repository())))
                .append("\" line=\"")
                .append(place.line())
                .append('"');
    }

    private static String attribute(String text) {
        return content(text).replace("\"", "&quot;").replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /** Escapes markup, and replaces the characters that XML does not allow. */
    private static String content(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(isXml(character) ? character : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character != 0xFFFE && character != 0xFFFF);
    }
}
