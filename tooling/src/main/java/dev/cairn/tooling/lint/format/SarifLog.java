package dev.cairn.tooling.lint.format;

import dev.cairn.catalog.Severity;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.plan.step.LintRule;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Findings as a log of SARIF 2.1.0 with one run. */
final class SarifLog {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final LocatedReport report;
    private final FindingFingerprints fingerprints = new FindingFingerprints();

    SarifLog(LocatedReport report) {
        this.report = report;
    }

    String text() {
        TreeSet<LintRule> used = new TreeSet<>();
        report.findings().forEach(placed -> used.add(placed.finding().rule()));
        report.accepted().forEach(placed -> used.add(placed.finding().rule()));
        List<LintRule> rules = List.copyOf(used);
        List<Object> results = new ArrayList<>();
        report.findings().forEach(placed -> results.add(result(placed, rules)));
        for (LocatedFinding placed : report.accepted()) {
            Map<String, Object> result = result(placed, rules);
            Map<String, Object> suppression = new LinkedHashMap<>();
            suppression.put("kind", "inSource");
            if (!placed.reason().isEmpty()) {
                suppression.put("justification", placed.reason());
            }
            result.put("suppressions", List.of(suppression));
            results.add(result);
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "cairn");
        driver.put("rules", rules.stream().map(SarifLog::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return JsonWriter.COMPACT.formatIndented(log);
    }

    private static Map<String, Object> rule(LintRule rule) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", LintRule.PREFIX + rule.code());
        object.put(
                "shortDescription",
                Map.of("text", rule.family().title() + ": " + rule.code().replace('-', ' ')));
        object.put("help", Map.of("text", rule.remedy()));
        object.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        object.put("properties", Map.of("tags", List.of(rule.family().title())));
        return object;
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    private Map<String, Object> result(LocatedFinding placed, List<LintRule> rules) {
        LintFinding finding = placed.finding();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", LintRule.PREFIX + placed.code());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.put("message", Map.of("text", placed.text()));
        Map<String, Object> location = new LinkedHashMap<>();
        placed.location().ifPresent(place -> location.put("physicalLocation", physicalLocation(place)));
        location.put(
                "logicalLocations",
                List.of(Map.of("fullyQualifiedName", finding.subject().name())));
        result.put("locations", List.of(location));
        result.put("partialFingerprints", Map.of("cairnFinding/v1", fingerprints.fingerprint(finding)));
        return result;
    }

    private Map<String, Object> physicalLocation(SourceLocation place) {
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("uri", uri(place.relativeTo(report.repository())));
        artifact.put("uriBaseId", "%SRCROOT%");
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", place.line());
        region.put("startColumn", place.column());
        region.put("endLine", place.endLine());
        region.put("endColumn", place.endColumn());
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", artifact);
        physical.put("region", region);
        return physical;
    }

    /** A path as a relative reference of URIs. */
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain =
                    character < 128 && (Character.isLetterOrDigit(character) || "/-._~".indexOf(character) >= 0);
            uri.append(
                    plain
                            ? String.valueOf(character)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return uri.toString();
    }
}
