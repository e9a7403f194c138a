package dev.cairn.tooling.lint.format;

import dev.cairn.catalog.Severity;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import java.util.ArrayList;
import java.util.List;

/** Findings as workflow commands, which GitHub shows at the lines of a pull request. */
record GitHubAnnotations(LocatedReport report) {
    /** {@code ::warning file=…,line=3,title=lint.drops-data::message} */
    String text() {
        StringBuilder text = new StringBuilder();
        for (LocatedFinding placed : report.findings()) {
            List<String> properties = new ArrayList<>();
            placed.location().ifPresent(place -> {
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

    private static String command(Severity severity) {
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
}
