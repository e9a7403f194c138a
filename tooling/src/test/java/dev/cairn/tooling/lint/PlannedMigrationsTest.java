package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.corpus.RecordedTablePair;
import dev.cairn.corpus.Recording;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Findings about the migrations that Cairn itself plans, between tables that real servers held. */
class PlannedMigrationsTest {
    private static final Recording RECORDING = Recording.MATRIX;

    /** All pairs hold, too; that takes 20 seconds. */
    private static final int EVERY = 12;

    private static final Set<LintRule> ROWS_LOST =
            EnumSet.of(LintRule.DROPS_DATA, LintRule.LOSES_VALUES, LintRule.MERGES_ROWS, LintRule.SHORTENS_RETENTION);

    private final Engine engine = new Engine(RECORDING.profile());
    private final Session session = new Session("t");
    private int migrations;

    @Test
    void findingsAboutLostRowsAreThoseThatNeedConsentAndNameNoStagingTable() {
        assumeTrue(RECORDING.exists(), RECORDING::explainAbsence);
        List<RecordedTablePair> pairs = RecordedTablePair.readAll(RECORDING);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += EVERY) {
            RecordedTablePair pair = pairs.get(i);
            String other = pairs.get((i + 1) % pairs.size()).after();
            problems.addAll(problems(pair.id(), pair.before(), pair.after()));
            problems.addAll(problems(pair.id() + " back", pair.after(), pair.before()));
            problems.addAll(problems(pair.id() + " to the next", pair.before(), other));
        }
        assertThat(problems).isEmpty();
        assertThat(migrations).isGreaterThan(150);
    }

    private List<String> problems(String id, String before, String after) {
        Catalog from = catalog(before);
        List<Step> steps = new Planner(engine, session)
                .plan(from, catalog(after), Renames.NONE)
                .steps();
        if (steps.isEmpty()) {
            return List.of();
        }
        migrations++;
        List<String> texts = steps.stream().map(Step::text).toList();
        Simulation simulation = new Simulation(engine, session, from);
        LintedMigration migration = LintedMigration.simulate(id, simulation, texts);
        LintInput input = LintInput.of(engine.profile(), "t", simulation.catalog(), new CompiledQueries(List.of()))
                .withMigrations(List.of(migration));
        List<LintFinding> findings = new Linter(LintSettings.DEFAULT, LintAllowances.NONE)
                .report(input)
                .findings();
        boolean loses = findings.stream().anyMatch(finding -> ROWS_LOST.contains(finding.rule()));
        boolean needsConsent = steps.stream().anyMatch(step -> step.action().isMarked(Marker.Destructive.class));
        List<String> problems = new ArrayList<>();
        if (loses != needsConsent) {
            problems.add(needsConsent ? "no finding about lost rows" : "a finding about lost rows");
        }
        findings.stream()
                .map(LintFinding::message)
                .filter(message -> message.contains("__cairn"))
                .forEach(problems::add);
        return problems.stream()
                .map(problem -> id + ": " + problem + "\n" + findings + "\n" + String.join("\n", texts))
                .toList();
    }

    private Catalog catalog(String sql) {
        return engine.apply(Catalog.EMPTY.withDatabase(Database.of("t")), session, Sql.parse(sql))
                .catalog();
    }
}
