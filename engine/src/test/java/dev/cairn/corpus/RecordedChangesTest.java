package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.ClauseCombinations;
import dev.cairn.plan.Planner;
import dev.cairn.plan.ShownCatalog;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.random.Breadth;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans every recorded change of a table; the plan must not be longer than the recorded statements. */
@Tag(Breadth.LONG)
class RecordedChangesTest {
    /** The number of scripts of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 4;

    /**
     * Changes that the planner refuses although the server accepted them: the beginning of their id, and the reason.
     */
    private static final Map<String, String> REFUSED_CHANGES =
            Map.of("view/change_23#", "the view reads itself from then on");

    @ParameterizedTest
    @EnumSource(Recording.class)
    void everyAcceptedChangeIsPlannedInNoMoreStatements(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<String> problems = new ArrayList<>();
        int changeCount = 0;
        for (Script script : recording.scripts(SAMPLE_INTERVAL)) {
            for (RecordedChange change : RecordedChange.findChanges(recording, script)) {
                changeCount++;
                if (REFUSED_CHANGES.keySet().stream().noneMatch(change.id()::startsWith)
                        && !isInPlaceOnlyWithoutRows(change)) {
                    problems.addAll(findProblems(new Engine(recording.profile()), change));
                }
            }
        }
        System.out.println(recording.label() + ": " + changeCount + " recorded changes planned");
        assertThat(problems).isEmpty();
        assertThat(changeCount).isGreaterThan(recording.scripts(SAMPLE_INTERVAL).size() / 3);
    }

    /**
     * Returns whether a statement adds or drops a column of a materialized view. The server does so in place only while
     * the view has no rows, so the planner rebuilds the view.
     */
    private static boolean isInPlaceOnlyWithoutRows(RecordedChange change) {
        return change.statements().stream()
                .anyMatch(statement -> statement instanceof ViewStatement.AlterMaterializedView alter
                        && (alter.change() instanceof ViewStatement.MaterializedViewChange.AddViewColumn
                                || alter.change() instanceof ViewStatement.MaterializedViewChange.DropViewColumn));
    }

    /**
     * Returns whether a statement sets SECURITY INVOKER. The planner recreates such a view, because the server may
     * remember the relations with which the view was checked.
     */
    private static boolean makesInvokerView(RecordedChange change) {
        return change.statements().stream()
                .anyMatch(statement -> statement instanceof ViewStatement.AlterViewSecurity secure
                        && secure.security() == ViewStatement.Security.INVOKER);
    }

    private static List<String> findProblems(Engine engine, RecordedChange change) {
        Plan plan = new Planner(engine, change.session()).plan(change.before(), change.after(), change.renames());
        List<String> problems = new ArrayList<>();
        plan.findObjections(new AllowedChanges(true, false)).forEach(objection -> problems.add(objection.toString()));
        if (plan.steps().size() > change.statements().size() && !makesInvokerView(change)) {
            problems.add("more statements than " + change.statements().size());
        }
        if (!setsOnlyPropertiesWithoutEffect(change, plan)
                && !showObjects(engine, applyPlan(engine, change, plan)).equals(showObjects(engine, change.after()))) {
            problems.add("leads to other objects");
        }
        String planText =
                String.join("\n", plan.steps().stream().map(Step::text).toList());
        return problems.stream()
                .map(problem -> change.id() + ": " + problem + "\n" + planText)
                .toList();
    }

    /**
     * Returns whether the statements only set properties to values that have no effect. A server stores such a value,
     * too.
     */
    private static boolean setsOnlyPropertiesWithoutEffect(RecordedChange change, Plan plan) {
        return plan.steps().isEmpty()
                && change.statements().stream()
                        .allMatch(statement -> statement instanceof ViewStatement.AlterMaterializedView alter
                                && alter.change() instanceof ViewStatement.MaterializedViewChange.SetViewProperties);
    }

    private static Map<String, String> showObjects(Engine engine, Catalog catalog) {
        return ShownCatalog.showObjects(engine.profile(), catalog);
    }

    private static Catalog applyPlan(Engine engine, RecordedChange change, Plan plan) {
        StatementResult currentResult = new StatementResult(change.before(), change.session(), ChangeCost.IMMEDIATE);
        for (Step step : plan.steps()) {
            Statement statement = step.action().statement();
            if (statement != null) {
                currentResult = engine.apply(currentResult.catalog(), currentResult.session(), statement);
            }
        }
        return currentResult.catalog();
    }

    @Test
    void unrecordedCombinationsOfClausesAreFewAndListed() {
        Set<String> recordedForms = new TreeSet<>();
        Set<String> plannedForms = new TreeSet<>();
        for (Script script : Recording.MATRIX.scripts()) {
            script.steps().stream().filter(Script.Step::isAccepted).forEach(step -> addForm(recordedForms, step.sql()));
            for (RecordedChange change : RecordedChange.findChanges(Recording.MATRIX, script)) {
                Planner planner = new Planner(new Engine(Recording.MATRIX.profile()), change.session());
                Plan plan = planner.plan(change.before(), change.after(), change.renames());
                plan.steps().forEach(step -> addForm(plannedForms, step.text()));
            }
        }
        assertThat(ClauseCombinations.NEVER_RECORDED)
                .hasSizeLessThanOrEqualTo(11)
                .doesNotContainAnyElementsOf(recordedForms);
        assertThat(recordedForms).containsAll(ClauseCombinations.RECORDED);
        plannedForms.removeAll(recordedForms);
        assertThat(ClauseCombinations.NEVER_RECORDED).containsAll(plannedForms);
    }

    private static void addForm(Set<String> forms, String sql) {
        try {
            ClauseCombinations.describe(Sql.parse(sql)).ifPresent(forms::add);
        } catch (SqlSyntaxException ignored) {
            // A text that is no statement has no clauses.
            assertThat(sql).isNotEmpty();
        }
    }
}
