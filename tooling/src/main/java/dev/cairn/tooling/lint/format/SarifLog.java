package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.finding.Severity;
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

/**
 * Findings as a log of SARIF 2.1.0 with one run. Code hosts show such findings next to the code, and recognize findings
 * of earlier runs.
 */
final class SarifLog {
    private static final String SCHEMA_URL =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final LocatedReport report;
    private final String toolVersion;
    private final FindingFingerprints fingerprints = new FindingFingerprints();

    SarifLog(LocatedReport report, String toolVersion) {
        this.report = report;
        this.toolVersion = toolVersion;
    }

    String render() {
        TreeSet<LintRule> reportedRules = new TreeSet<>();
        report.findings()
                .forEach(locatedFinding ->
                        reportedRules.add(locatedFinding.finding().rule()));
        report.acceptedFindings()
                .forEach(locatedFinding ->
                        reportedRules.add(locatedFinding.finding().rule()));
        List<LintRule> rules = List.copyOf(reportedRules);
        List<Object> results = new ArrayList<>();
        report.findings().forEach(locatedFinding -> results.add(createResult(locatedFinding, rules)));
        for (LocatedFinding locatedFinding : report.acceptedFindings()) {
            Map<String, Object> result = createResult(locatedFinding, rules);
            Map<String, Object> suppression = new LinkedHashMap<>();
            suppression.put("kind", "inSource");
            if (!locatedFinding.reason().isEmpty()) {
                suppression.put("justification", locatedFinding.reason());
            }
            result.put("suppressions", List.of(suppression));
            results.add(result);
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "cairn");
        driver.put("version", toolVersion);
        driver.put("rules", rules.stream().map(SarifLog::createRule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA_URL);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return JsonWriter.COMPACT.formatIndented(log);
    }

    private static Map<String, Object> createRule(LintRule rule) {
        Map<String, Object> ruleObject = new LinkedHashMap<>();
        ruleObject.put("id", LintRule.PREFIX + rule.code());
        ruleObject.put(
                "shortDescription",
                Map.of("text", rule.family().title() + ": " + rule.code().replace('-', ' ')));
        ruleObject.put("help", Map.of("text", rule.remedy()));
        ruleObject.put("defaultConfiguration", Map.of("level", toLevel(rule.severity())));
        ruleObject.put("properties", Map.of("tags", List.of(rule.family().title())));
        return ruleObject;
    }

    private static String toLevel(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    private Map<String, Object> createResult(LocatedFinding locatedFinding, List<LintRule> rules) {
        LintFinding finding = locatedFinding.finding();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", LintRule.PREFIX + locatedFinding.code());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", toLevel(finding.severity()));
        result.put("message", Map.of("text", locatedFinding.fullMessage()));
        Map<String, Object> locationObject = new LinkedHashMap<>();
        locatedFinding
                .location()
                .ifPresent(sourceLocation ->
                        locationObject.put("physicalLocation", createPhysicalLocation(sourceLocation)));
        locationObject.put(
                "logicalLocations",
                List.of(Map.of("fullyQualifiedName", finding.subject().name())));
        result.put("locations", List.of(locationObject));
        result.put("partialFingerprints", Map.of("cairnFinding/v1", fingerprints.computeFingerprint(finding)));
        return result;
    }

    private Map<String, Object> createPhysicalLocation(SourceLocation sourceLocation) {
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("uri", toUri(sourceLocation.formatRelativeTo(report.repositoryRoot())));
        artifact.put("uriBaseId", "%SRCROOT%");
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", sourceLocation.line());
        region.put("startColumn", sourceLocation.column());
        region.put("endLine", sourceLocation.endLine());
        region.put("endColumn", sourceLocation.endColumn());
        Map<String, Object> physicalLocation = new LinkedHashMap<>();
        physicalLocation.put("artifactLocation", artifact);
        physicalLocation.put("region", region);
        return physicalLocation;
    }

    /** Escapes the characters of a path that a relative URI can't contain. */
    private static String toUri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean isUnreserved =
                    character < 128 && (Character.isLetterOrDigit(character) || "/-._~".indexOf(character) >= 0);
            uri.append(
                    isUnreserved
                            ? String.valueOf(character)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return uri.toString();
    }
}
