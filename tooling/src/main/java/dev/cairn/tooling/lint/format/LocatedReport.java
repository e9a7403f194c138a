package dev.cairn.tooling.lint.format;

import dev.cairn.finding.Severity;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.LeadingComments;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The findings of the rules, with their locations in files.
 *
 * @param schemaName the name of the schema; empty for an SQL file without a schema
 * @param input the input of the rules
 * @param findings the findings, in the order of the migrations, the objects and the queries
 * @param acceptedFindings the accepted findings, in the same order
 * @param failureThreshold the minimum severity that makes the command fail; empty if findings never do
 * @param repositoryRoot the directory to which CI systems relate the paths of files
 */
public record LocatedReport(
        String schemaName,
        LintInput input,
        List<LocatedFinding> findings,
        List<LocatedFinding> acceptedFindings,
        Optional<Severity> failureThreshold,
        Path repositoryRoot) {
    public LocatedReport {
        findings = List.copyOf(findings);
        acceptedFindings = List.copyOf(acceptedFindings);
    }

    /**
     * A finding and its location.
     *
     * @param reason the reason why it is accepted; empty if it is not accepted, or if no reason is given
     */
    public record LocatedFinding(LintFinding finding, Optional<SourceLocation> location, String reason) {
        String severityWord() {
            return finding.severity().word();
        }

        public String code() {
            return finding.rule().code();
        }

        /**
         * Returns the line of the SQL, and below it a caret if the finding is about a part of the SQL; empty if the
         * finding is not about SQL.
         */
        public String excerpt() {
            String sql = finding.subject().sql();
            if (sql.isBlank()) {
                return "";
            }
            if (finding.span().line() > 0) {
                return SourceExcerpt.format(sql, finding.span());
            }
            int statementStart = LeadingComments.findStatementStart(sql);
            String excerpt = SourceExcerpt.format(sql, new Span(1, 1, statementStart, 0));
            return excerpt.substring(0, excerpt.indexOf('\n'));
        }

        /** Returns the subject, the message and the remedy. */
        String fullMessage() {
            return finding.subject().name() + ": " + messageAndRemedy();
        }

        String messageAndRemedy() {
            return finding.message() + ". " + finding.remedy();
        }
    }

    /**
     * Adds the locations to the findings of the rules.
     *
     * @param locator finds the location of a finding
     */
    public static LocatedReport locate(
            String schemaName,
            LintInput input,
            LintReport report,
            Function<LintFinding, Optional<SourceLocation>> locator,
            Optional<Severity> failureThreshold,
            Path repositoryRoot) {
        Comparator<LocatedFinding> order = createOrder(input);
        List<LocatedFinding> findings = new ArrayList<>();
        report.findings().forEach(finding -> findings.add(new LocatedFinding(finding, locator.apply(finding), "")));
        findings.sort(order);
        List<LocatedFinding> acceptedFindings = new ArrayList<>();
        report.acceptedFindings()
                .forEach(acceptedFinding -> acceptedFindings.add(new LocatedFinding(
                        acceptedFinding.finding(),
                        locator.apply(acceptedFinding.finding()),
                        acceptedFinding.reason())));
        acceptedFindings.sort(order);
        return new LocatedReport(schemaName, input, findings, acceptedFindings, failureThreshold, repositoryRoot);
    }

    private static Comparator<LocatedFinding> createOrder(LintInput input) {
        List<String> migrationNames =
                input.migrations().stream().map(LintedMigration::name).toList();
        Comparator<LintSubject> subjectOrder = Comparator.comparing(LocatedReport::rankKind)
                .thenComparing(subject -> subject instanceof LintSubject.MigrationStatement migrationStatement
                        ? migrationNames.indexOf(migrationStatement.migrationName())
                        : 0)
                .thenComparing(subject -> subject instanceof LintSubject.MigrationStatement migrationStatement
                        ? migrationStatement.number()
                        : 0)
                .thenComparing(LintSubject::name);
        return Comparator.comparing(
                        (LocatedFinding locatedFinding) ->
                                locatedFinding.finding().subject(),
                        subjectOrder)
                .thenComparing(locatedFinding -> locatedFinding.finding().rule());
    }

    private static int rankKind(LintSubject subject) {
        return subject instanceof LintSubject.MigrationStatement
                ? 0
                : subject instanceof LintSubject.SchemaPart ? 1 : 2;
    }

    /** Returns whether a finding makes the command fail. */
    public boolean isFailure(LocatedFinding locatedFinding) {
        return failureThreshold
                .filter(threshold -> locatedFinding.finding().severity().compareTo(threshold) >= 0)
                .isPresent();
    }

    /** Returns the numbers of findings, such as {@code 3 findings: 1 error, 2 warnings; 1 accepted}. */
    public String summary() {
        if (findings.isEmpty()) {
            return "No findings" + (acceptedFindings.isEmpty() ? "" : "; " + acceptedFindings.size() + " accepted");
        }
        List<String> counts = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
            long count = findings.stream()
                    .filter(locatedFinding -> locatedFinding.finding().severity() == severity)
                    .count();
            if (count > 0) {
                String plural = severity == Severity.INFO || count == 1 ? "" : "s";
                counts.add(count + " " + severity.word() + plural);
            }
        }
        return findings.size()
                + (findings.size() == 1 ? " finding: " : " findings: ")
                + String.join(", ", counts)
                + (acceptedFindings.isEmpty() ? "" : "; " + acceptedFindings.size() + " accepted");
    }
}
