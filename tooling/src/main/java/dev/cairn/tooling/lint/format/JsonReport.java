package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import java.util.LinkedHashMap;
import java.util.Map;

/** All facts about the findings and the accepted findings, as JSON. */
record JsonReport(LocatedReport report) {
    String render() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", report.schemaName());
        document.put(
                "findings",
                report.findings().stream()
                        .map(locatedFinding -> toJsonObject(locatedFinding))
                        .toList());
        document.put(
                "accepted",
                report.acceptedFindings().stream()
                        .map(locatedFinding -> toJsonObject(locatedFinding))
                        .toList());
        return JsonWriter.COMPACT.formatIndented(document);
    }

    private Map<String, Object> toJsonObject(LocatedFinding locatedFinding) {
        LintFinding finding = locatedFinding.finding();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", locatedFinding.code());
        object.put("family", finding.rule().family().title());
        object.put("severity", locatedFinding.severityWord());
        object.put("subject", finding.subject().name());
        object.put("message", finding.message());
        object.put("remedy", finding.remedy());
        String sql = finding.subject().sql();
        if (!sql.isEmpty()) {
            object.put("sql", RedactedSql.of(sql).text());
        }
        locatedFinding.location().ifPresent(location -> {
            object.put("file", location.formatRelativeTo(report.repositoryRoot()));
            object.put("line", location.line());
            object.put("column", location.column());
            object.put("endLine", location.endLine());
            object.put("endColumn", location.endColumn());
        });
        if (!locatedFinding.reason().isEmpty()) {
            object.put("reason", locatedFinding.reason());
        }
        return object;
    }
}
