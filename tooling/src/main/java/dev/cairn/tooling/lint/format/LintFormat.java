package dev.cairn.tooling.lint.format;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Excerpt;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintRule;
import dev.cairn.tooling.lint.LintSeverity;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.format.PlacedReport.Placed;
import dev.cairn.tooling.lint.source.SourcePlace;
import dev.cairn.tooling.report.ReportDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The formats of the findings. */
public enum LintFormat {
    TEXT,
    JSON,
    SARIF,
    JUNIT,
    GITHUB,
    GITLAB,
    MARKDOWN;

    /**
     * Returns the format of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LintFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown format " + word + ": pass "
                        + Arrays.stream(values()).map(LintFormat::word).collect(Collectors.joining(", ")) + "."));
    }

    /** {@code text} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes the findings, without a line break at the end. */
    public String text(PlacedReport report) {
        return switch (this) {
            case TEXT -> LintText.of(report);
            case JSON -> LintJson.own(report);
            case SARIF -> LintJson.sarif(report);
            case JUNIT -> LintAnnotations.junit(report);
            case GITHUB -> LintAnnotations.github(report);
            case GITLAB -> LintJson.gitlab(report);
            case MARKDOWN -> LintMarkdown.of(report);
        };
    }

    /** Findings for a pull request: what each step of the migrations does, and then the findings. */
    private static final class LintMarkdown {
        private LintMarkdown() {}

        static String of(PlacedReport report) {
            ReportDocument document = new ReportDocument(
                    report.schema().isEmpty() ? "Changes of the database" : "Changes of the schema " + report.schema());
            document.paragraph(report.summary() + ".");
            report.input().migrations().forEach(migration -> MigrationReport.add(migration, document));
            if (!report.findings().isEmpty()) {
                document.heading("Findings");
                document.table(
                        List.of("Severity", "Rule", "Subject", "Finding", "Place"),
                        report.findings().stream()
                                .map(placed -> List.of(
                                        placed.severity(),
                                        placed.code(),
                                        placed.finding().subject().name(),
                                        placed.finding().message() + ". "
                                                + placed.finding().remedy(),
                                        place(placed, report)))
                                .toList());
            }
            if (!report.accepted().isEmpty()) {
                document.heading("Accepted findings");
                document.table(
                        List.of("Rule", "Subject", "Finding", "Reason"),
                        report.accepted().stream()
                                .map(placed -> List.of(
                                        placed.code(),
                                        placed.finding().subject().name(),
                                        placed.finding().message(),
                                        placed.reason()))
                                .toList());
            }
            return document.markdown().stripTrailing();
        }

        private static String place(Placed placed, PlacedReport report) {
            return placed.place()
                    .map(place -> place.relativeTo(report.repository()) + ":" + place.line())
                    .orElse("");
        }
    }

    /** Findings as workflow commands, which GitHub shows at the lines of a pull request, and as results of tests in the form of JUnit. */
    private static final class LintAnnotations {
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
                            .append(content(LintText.text(placed)))
                            .append("</failure>\n");
                } else {
                    xml.append("      <system-out>")
                            .append(content(LintText.text(placed)))
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

    /** Findings as JSON: in a form of our own, as SARIF 2.1.0, and as the code quality report of GitLab. */
    private static final class LintJson {
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
            String sql = LintText.sql(finding);
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
                    "lines",
                    Map.of("begin", placed.place().map(SourcePlace::line).orElse(1)));
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

    /** Findings for a terminal, in the form of a compiler's: the place, the message, the SQL with a caret, and the remedy. */
    private static final class LintText {
        private LintText() {}

        static String of(PlacedReport report) {
            StringBuilder text = new StringBuilder();
            report.findings().forEach(placed -> text.append(text(placed)).append('\n'));
            return text.append(report.summary()).append('.').toString();
        }

        /** One finding. */
        static String text(Placed placed) {
            LintFinding finding = placed.finding();
            StringBuilder text = new StringBuilder();
            if (placed.place().isPresent()) {
                SourcePlace place = placed.place().get();
                text.append(place.relativeTo(Path.of("")))
                        .append(':')
                        .append(place.line())
                        .append(':')
                        .append(place.column())
                        .append(": ");
            }
            text.append(finding.severity().word())
                    .append(": [")
                    .append(placed.code())
                    .append("] ")
                    .append(finding.subject().name())
                    .append(": ")
                    .append(finding.message())
                    .append(".\n");
            excerpt(finding)
                    .lines()
                    .forEach(line ->
                            text.append("    ").append(line.stripTrailing()).append('\n'));
            return text.append("  ").append(finding.remedy()).append('\n').toString();
        }

        /** The line of the SQL, with a caret if the finding is about a part of it; empty if the finding is not about SQL. */
        static String excerpt(LintFinding finding) {
            String sql = sql(finding);
            if (sql.isBlank()) {
                return "";
            }
            if (finding.at().line() > 0) {
                return Excerpt.of(sql, finding.at());
            }
            int start = LintSubject.MigrationStatement.withoutComments(sql);
            String whole = Excerpt.of(sql, new Span(1, 1, start, 0));
            return whole.substring(0, whole.indexOf('\n'));
        }

        /** The statement or query; empty if the finding is about a part of the schema. */
        static String sql(LintFinding finding) {
            if (finding.subject() instanceof LintSubject.MigrationStatement statement) {
                return statement.sql();
            }
            return finding.subject() instanceof LintSubject.CheckedQuery query ? query.sql() : "";
        }
    }
}
