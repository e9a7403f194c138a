package dev.cairn.tooling.lint.format;

import dev.cairn.finding.Severity;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import java.util.ArrayList;
import java.util.List;

/** Findings as workflow commands, which GitHub shows at the lines of a pull request. */
record GitHubAnnotations(LocatedReport report) {
    /**
     * Returns a line for each finding, such as {@code ::warning file=…,line=3,title=drops-data::message}, and a line
     * with the summary.
     */
    String render() {
        StringBuilder annotations = new StringBuilder();
        for (LocatedFinding locatedFinding : report.findings()) {
            List<String> properties = new ArrayList<>();
            locatedFinding.location().ifPresent(location -> {
                properties.add("file=" + escapeProperty(location.formatRelativeTo(report.repositoryRoot())));
                properties.add("line=" + location.line());
                properties.add("endLine=" + location.endLine());
                if (location.endLine() == location.line()) { // GitHub ignores the columns of a finding of several lines
                    properties.add("col=" + location.column());
                    properties.add("endColumn=" + location.endColumn());
                }
            });
            properties.add("title=" + escapeProperty(locatedFinding.code()));
            annotations
                    .append("::")
                    .append(chooseCommandName(locatedFinding.finding().severity()))
                    .append(' ')
                    .append(String.join(",", properties))
                    .append("::")
                    .append(escapeData(locatedFinding.fullMessage()))
                    .append('\n');
        }
        return annotations.append(escapeData(report.summary())).append('.').toString();
    }

    private static String chooseCommandName(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "notice";
        };
    }

    private static String escapeData(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String escapeProperty(String text) {
        return escapeData(text).replace(":", "%3A").replace(",", "%2C");
    }
}
