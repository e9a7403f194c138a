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

/** Findings about the migrations that Cairn itself plans, between tables of real servers. */
class PlannedMigrationsTest {
    private static final Recording RECORDING = Recording.MATRIX;

    /** Every twelfth pair is tested; all pairs would take 20 seconds. */
    private static final int PAIR_STEP = 12;

    private static final Set<LintRule> ROW_LOSS_RULES =
            EnumSet.of(LintRule.DROPS_DATA, LintRule.LOSES_VALUES, LintRule.MERGES_ROWS, LintRule.SHORTENS_RETENTION);

    private final Engine engine = new Engine(RECORDING.profile());
    private final Session session = new Session("t");
    private int migrationCount;

    @Test
    void findingsAboutLostRowsAreThoseThatNeedConsentAndNameNoStagingTable() {
        assumeTrue(RECORDING.exists(), RECORDING::explainAbsence);
        List<RecordedTablePair> pairs = RecordedTablePair.readAll(RECORDING);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += PAIR_STEP) {
            RecordedTablePair pair = pairs.get(i);
            String nextTable = pairs.get((i + 1) % pairs.size()).after();
            problems.addAll(findProblems(pair.id(), pair.before(), pair.after()));
            problems.addAll(findProblems(pair.id() + " back", pair.after(), pair.before()));
            problems.addAll(findProblems(pair.id() + " to the next", pair.before(), nextTable));
        }
        assertThat(problems).isEmpty();
        assertThat(migrationCount).isGreaterThan(150);
    }

    private List<String> findProblems(String id, String before, String after) {
        Catalog catalogBefore = createCatalog(before);
        List<Step> steps = new Planner(engine, session)
                .plan(catalogBefore, createCatalog(after), Renames.NONE)
                .steps();
        if (steps.isEmpty()) {
            return List.of();
        }
        migrationCount++;
        List<String> texts = steps.stream().map(Step::text).toList();
        Simulation simulation = new Simulation(engine, session, catalogBefore);
        LintedMigration migration = LintedMigration.simulate(id, simulation, texts);
        LintInput input = LintInput.of(engine.profile(), "t", simulation.catalog(), new CompiledQueries(List.of()))
                .withMigrations(List.of(migration));
        List<LintFinding> findings = new Linter(LintSettings.DEFAULT, LintAllowances.NONE)
                .lint(input)
                .findings();
        boolean findsLoss = findings.stream().anyMatch(finding -> ROW_LOSS_RULES.contains(finding.rule()));
        boolean needsConsent = steps.stream().anyMatch(step -> step.action().isMarked(Marker.Destructive.class));
        List<String> problems = new ArrayList<>();
        if (findsLoss != needsConsent) {
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

    private Catalog createCatalog(String sql) {
        return engine.apply(Catalog.EMPTY.withDatabase(Database.of("t")), session, Sql.parse(sql))
                .catalog();
    }
}
