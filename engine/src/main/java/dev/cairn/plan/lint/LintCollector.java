package dev.cairn.plan.lint;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StepLint;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the lints of a step from the catalogs before and after it. Most lints depend on the rows of a table, which
 * no catalog knows: they say what to check rather than that something is wrong.
 */
public final class LintCollector {
    private final SimulatedAction simulatedAction;
    private final List<StepLint> lints = new ArrayList<>();

    private LintCollector(SimulatedAction simulatedAction) {
        this.simulatedAction = simulatedAction;
    }

    /**
     * Returns the lints of a step.
     *
     * @param changedNames the names of the objects whose definitions the step changes
     */
    public static List<StepLint> findAll(SimulatedAction simulatedAction, Set<ObjectName> changedNames) {
        LintCollector collector = new LintCollector(simulatedAction);
        collector.addCostLint();
        collector.addLacksValuesLint();
        collector.lints.addAll(CopyFailures.findAll(simulatedAction));
        Destruction destruction = new Destruction(simulatedAction);
        if (!(simulatedAction.action().statement() instanceof AccessStatement)) {
            destruction
                    .describeImmediateLoss()
                    .ifPresent(description ->
                            collector.addLint(LintRule.DROPS_DATA, collector.subjectName(), description));
        }
        destruction
                .describeLaterDeletions()
                .forEach((name, description) ->
                        collector.addLint(LintRule.SHORTENS_RETENTION, name.name(), description));
        IgnoredProperties.findNames(simulatedAction)
                .forEach(name -> collector.addLint(
                        LintRule.IGNORED_PROPERTY,
                        collector.subjectName(),
                        "the server accepts the property \"" + name + "\" and ignores it"));
        changedNames.forEach(collector::addObjectLints);
        return collector.lints;
    }

    /** @param subject the name of the object or the part, without the database */
    private void addLint(LintRule rule, String subject, String message) {
        lints.add(new StepLint(rule, subject, message));
    }

    private String subjectName() {
        ObjectName target = simulatedAction.target();
        return target == null ? "" : target.name();
    }

    private void addCostLint() {
        if (simulatedAction.cost() == ChangeCost.REWRITE_JOB || simulatedAction.cost() == ChangeCost.OPTIMIZE_JOB) {
            addLint(LintRule.REWRITES_TABLE, subjectName(), "the server rewrites all rows of " + subjectName());
        }
    }

    private void addLacksValuesLint() {
        if (simulatedAction.action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.AddViewColumn addition) {
            addLint(
                    LintRule.LACKS_VALUES,
                    subjectName() + "." + addition.name(),
                    "rows of " + subjectName() + " have the default for " + addition.name()
                            + " until they are refreshed");
        }
    }

    private void addObjectLints(ObjectName name) {
        Optional<SchemaObject> objectBefore = SchemaObject.find(simulatedAction.catalogBefore(), name);
        Optional<SchemaObject> objectAfter = SchemaObject.find(simulatedAction.catalogAfter(), name);
        if (objectBefore.isEmpty() || objectAfter.isEmpty()) {
            return;
        }
        if (objectBefore.get() instanceof TableObject tableBefore
                && objectAfter.get() instanceof TableObject tableAfter) {
            addTableLints(name, tableBefore.table(), tableAfter.table());
        }
        if (objectBefore.get() instanceof MaterializedViewObject viewBefore
                && objectAfter.get() instanceof MaterializedViewObject viewAfter) {
            addViewLints(name, viewBefore.view(), viewAfter.view());
        }
    }

    private void addTableLints(ObjectName name, Table tableBefore, Table tableAfter) {
        if (TemporaryName.isStaging(name.name())) {
            return;
        }
        Statement statement = simulatedAction.action().statement();
        boolean areRowsCopied = statement != null && statement.isSwap();
        lints.addAll(new ColumnLints(tableBefore, tableAfter)
                .findAll(
                        name.name(),
                        name.toSqlName(simulatedAction.sessionBefore()),
                        areRowsCopied ? Optional.empty() : Optional.of(simulatedAction.cost())));
        if (simulatedAction.cost() == ChangeCost.ROLLUP_JOB) {
            List<String> rollupNamesBefore =
                    tableBefore.rollups().stream().map(Rollup::name).toList();
            tableAfter.rollups().stream()
                    .map(Rollup::name)
                    .filter(rollup -> !rollupNamesBefore.contains(rollup))
                    .forEach(rollup -> addLint(
                            LintRule.BUILDS_ROLLUP,
                            name.name() + "." + rollup,
                            "the server builds " + rollup + " from all rows of " + name.name()));
        }
    }

    private void addViewLints(ObjectName name, MaterializedView viewBefore, MaterializedView viewAfter) {
        if (TemporaryName.isStaging(name.name())) {
            return;
        }
        if (viewBefore.isActive() && !viewAfter.isActive()) {
            addLint(
                    LintRule.INACTIVATES_VIEW,
                    name.name(),
                    name.name() + " becomes inactive and has to be refreshed: " + viewAfter.inactiveReason());
        }
    }
}
