package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintRule;
import dev.cairn.tooling.lint.LintSeverity;
import dev.cairn.tooling.lint.format.PlacedReport.Placed;
import dev.cairn.tooling.lint.source.SourcePlace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Findings as JSON: in a form of our own, as SARIF 2.1.0, and as the code quality report of GitLab. */
final class LintJson {
    private static final String SARIF_SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final PlacedReport report;
    private final Map<String, Integer> occurrences = new HashMap<>();

    private LintJson(PlacedReport report) {
        this.report = report;
    }

    /** All facts about the findings and the accepted findings. */
    static String own(PlacedReport report) {
        LintJson json = new LintJson(report);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", report.schema());
        document.put("findings", report.findings().stream().map(json::own).toList());
        document.put("accepted", report.accepted().stream().map(json::own).toList());
        return indented(document);
    }

    private Map<String, Object> own(Placed placed) {
        LintFinding finding = placed.finding();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", placed.code());
        object.put("family", finding.rule().family().title());
        object.put("severity", placed.severity());
        object.put("subject", finding.subject().name());
        object.put("message", finding.message());
        object.put("remedy", finding.remedy());
        String sql = LintFormat.LintText.sql(finding);
        if (!sql.isEmpty()) {
            object.put("sql", sql);
        }
        placed.place().ifPresent(place -> {
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

    /** A log of SARIF 2.1.0 with one run. */
    static String sarif(PlacedReport report) {
        return new LintJson(report).sarif();
    }

    private String sarif() {
        TreeSet<LintRule> used = new TreeSet<>();
        report.findings().forEach(placed -> used.add(placed.finding().rule()));
        report.accepted().forEach(placed -> used.add(placed.finding().rule()));
        List<LintRule> rules = List.copyOf(used);
        List<Object> results = new ArrayList<>();
        report.findings().forEach(placed -> results.add(result(placed, rules)));
        for (Placed placed : report.accepted()) {
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
        driver.put("rules", rules.stream().map(LintJson::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SARIF_SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return indented(log);
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

    private static String level(LintSeverity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    private Map<String, Object> result(Placed placed, List<LintRule> rules) {
        LintFinding finding = placed.finding();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", LintRule.PREFIX + placed.code());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.put("message", Map.of("text", placed.text()));
        Map<String, Object> location = new LinkedHashMap<>();
        placed.place().ifPresent(place -> location.put("physicalLocation", physical(place)));
        location.put(
                "logicalLocations",
                List.of(Map.of("fullyQualifiedName", finding.subject().name())));
        result.put("locations", List.of(location));
        result.put("partialFingerprints", Map.of("cairnFinding/v1", fingerprint(finding)));
        return result;
    }

    private Map<String, Object> physical(SourcePlace place) {
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

    /** The same for the same finding after lines were moved; different for equal findings about one subject. */
    private String fingerprint(LintFinding finding) {
        String text = finding.rule().code() + "\n" + finding.subject().name() + "\n" + finding.message();
        int occurrence = occurrences.merge(text, 1, Integer::sum);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((text + "\n" + occurrence).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Each Java runtime has SHA-256", impossible);
        }
    }

    /** The code quality report of GitLab. */
    static String gitlab(PlacedReport report) {
        LintJson json = new LintJson(report);
        return indented(report.findings().stream().map(json::issue).toList());
    }

    private Map<String, Object> issue(Placed placed) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put(
                "path",
                placed.place()
                        .map(place -> place.relativeTo(report.repository()))
                        .orElse(placed.finding().subject().name()));
        location.put(
                "lines", Map.of("begin", placed.place().map(SourcePlace::line).orElse(1)));
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("description", placed.text());
        issue.put("check_name", LintRule.PREFIX + placed.code());
        issue.put("fingerprint", fingerprint(placed.finding()));
        issue.put(
                "severity",
                switch (placed.finding().severity()) {
                    case ERROR -> "critical";
                    case WARNING -> "major";
                    case INFO -> "info";
                });
        issue.put("location", location);
        return issue;
    }

    /** JSON with a line for each member. */
    private static String indented(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, "", text);
        return text.toString();
    }

    private static void write(Object value, String indentation, StringBuilder text) {
        String inner = indentation + "  ";
        String separator = "\n";
        if (value instanceof Map<?, ?> members && !members.isEmpty()) {
            text.append('{');
            for (Map.Entry<?, ?> member : members.entrySet()) {
                text.append(separator)
                        .append(inner)
                        .append(JsonWriter.quoted(String.valueOf(member.getKey())))
                        .append(": ");
                write(member.getValue(), inner, text);
                separator = ",\n";
            }
            text.append('\n').append(indentation).append('}');
        } else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            text.append('[');
            for (Object element : elements) {
                text.append(separator).append(inner);
                write(element, inner, text);
                separator = ",\n";
            }
            text.append('\n').append(indentation).append(']');
        } else {
            text.append(JsonWriter.COMPACT.text(value));
        }
    }
}
