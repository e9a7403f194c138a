package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import java.util.LinkedHashMap;
import java.util.Map;

/** All facts about the findings and the accepted findings, as JSON. */
record JsonReport(LocatedReport report) {
    String text() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", report.schema());
        document.put(
                "findings",
                report.findings().stream().map(placed -> object(placed)).toList());
        document.put(
                "accepted",
                report.accepted().stream().map(placed -> object(placed)).toList());
        return JsonWriter.COMPACT.formatIndented(document);
    }

    private Map<String, Object> object(LocatedFinding placed) {
        LintFinding finding = placed.finding();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", placed.code());
        object.put("family", finding.rule().family().title());
        object.put("severity", placed.severity());
        object.put("subject", finding.subject().name());
        object.put("message", finding.message());
        object.put("remedy", finding.remedy());
        String sql = finding.subject().sql();
        if (!sql.isEmpty()) {
            object.put("sql", RedactedSql.of(sql).text());
        }
        placed.location().ifPresent(place -> {
            object.put("file", place.relativeTo(report.repository()));
            object.put("line", place.line());
            object.put("column", place.column());
            object.put("endLine", place.endLine());
            object.put("endColumn", place.endColumn());
        });
        if (!placed.reason().isEmpty()) {
            object.put("reason", placed.reason());
        }
        return object;
    }
}
