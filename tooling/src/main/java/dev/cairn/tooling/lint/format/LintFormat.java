package dev.cairn.tooling.lint.format;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Excerpt;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.format.PlacedReport.Placed;
import dev.cairn.tooling.lint.source.SourcePlace;
import dev.cairn.tooling.report.ReportDocument;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    /** Findings for a terminal, in the form of a compiler's: the place, the message, the SQL with a caret, and the remedy. */
    static final class LintText {
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
