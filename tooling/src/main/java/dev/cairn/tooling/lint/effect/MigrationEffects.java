package dev.cairn.tooling.lint.effect;

import dev.cairn.plan.step.LintRule;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.report.ReportDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The effects of a migration on a database, on its rows, and on their readers. These are facts: neither the severities
 * of the rules nor accepted findings change them.
 *
 * <pre>{@code
 * MigrationEffects.of(input).forEach(effects -> effects.describeNotableEffects().forEach(System.out::println));
 * }</pre>
 *
 * @param migrationName the name of the migration
 * @param statementEffects the effects of its statements, in their order
 * @param unassignedEffects the effects of changes of the application, which no statement causes
 */
public record MigrationEffects(
        String migrationName, List<StatementEffects> statementEffects, List<Effect> unassignedEffects) {
    private static final String NO_EFFECTS_LINE =
            "Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.";
    private static final String TITLE_WITHOUT_STATEMENT = "Without a statement";
    private static final String INDENT = "  ";

    public MigrationEffects {
        statementEffects = List.copyOf(statementEffects);
        unassignedEffects = List.copyOf(unassignedEffects);
    }

    /** Returns the effects of each migration of the input. The last migration also has the unassigned effects. */
    public static List<MigrationEffects> of(LintInput input) {
        LintReport report = new Linter(LintSettings.DEFAULT, LintAllowances.NONE).lint(input);
        Map<Object, List<LintFinding>> findingsBySubject = new HashMap<>();
        Stream.concat(
                        report.findings().stream(),
                        report.acceptedFindings().stream().map(LintReport.AcceptedFinding::finding))
                .forEach(finding -> findingsBySubject
                        .computeIfAbsent(finding.subject(), key -> new ArrayList<>())
                        .add(finding));
        List<MigrationEffects> effects = new ArrayList<>();
        for (LintedMigration migration : input.migrations()) {
            boolean isRecorded = !migration.name().equals(SchemaLintInputReader.UNRECORDED_CHANGES);
            List<StatementEffects> statementEffects = new ArrayList<>();
            for (LintedStatement lintedStatement : migration.statements()) {
                statementEffects.add(StatementEffects.of(
                        migration,
                        lintedStatement,
                        findingsBySubject.getOrDefault(lintedStatement.subject(), List.of()),
                        isRecorded));
            }
            boolean isLast = effects.size() == input.migrations().size() - 1;
            effects.add(new MigrationEffects(
                    migration.name(),
                    statementEffects,
                    isLast ? collectUnassignedEffects(report.findings()) : List.of()));
        }
        return effects;
    }

    private static List<Effect> collectUnassignedEffects(List<LintFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.rule() == LintRule.REMOVES_CONSTANT)
                .map(finding -> Effect.ofNotable(Effect.Kind.BREAKS, EffectCollector.describeFinding(finding)))
                .toList();
    }

    /**
     * Returns the notable effects for a terminal or a comment, below a line for each statement that has notable
     * effects; empty for a migration without statements and without other effects.
     */
    public List<String> describeNotableEffects() {
        List<String> lines = new ArrayList<>();
        for (StatementEffects effectsOfStatement : statementEffects) {
            List<Effect> notableEffects = effectsOfStatement.effects().stream()
                    .filter(Effect::isNotable)
                    .toList();
            if (!notableEffects.isEmpty()) {
                lines.add("Step " + effectsOfStatement.title());
                notableEffects.forEach(effect -> lines.add(INDENT + effect));
            }
        }
        if (lines.isEmpty() && unassignedEffects.isEmpty() && !statementEffects.isEmpty()) {
            lines.add(NO_EFFECTS_LINE);
        }
        if (!unassignedEffects.isEmpty()) {
            lines.add(TITLE_WITHOUT_STATEMENT);
            unassignedEffects.forEach(effect -> lines.add(INDENT + effect));
        }
        return lines;
    }

    /** Adds the statements with all their effects to a document. */
    public void addTo(ReportDocument document) {
        addTo(document, number -> true);
    }

    /**
     * Adds statements with all their effects to a document.
     *
     * @param statementNumberFilter selects the statements by their numbers, from 1
     */
    public void addTo(ReportDocument document, IntPredicate statementNumberFilter) {
        document.addHeading(migrationName);
        if (statementEffects.isEmpty()) {
            document.addParagraph("The migration has no statements.");
        }
        for (StatementEffects effectsOfStatement : statementEffects) {
            if (statementNumberFilter.test(effectsOfStatement.number())) {
                document.addSubheading("Step " + effectsOfStatement.title());
                document.addSql(effectsOfStatement.sql());
                document.addItems(effectsOfStatement.effects().stream()
                        .map(Effect::toString)
                        .toList());
            }
        }
        if (!unassignedEffects.isEmpty()) {
            document.addSubheading(TITLE_WITHOUT_STATEMENT);
            document.addItems(unassignedEffects.stream().map(Effect::toString).toList());
        }
    }
}
