package dev.cairn.plan.change;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.plan.lint.LintCollector;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.DefinitionChange;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.RebuiltTablePartitions;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Derives the effects of a statement from the catalogs before and after it, so planned, recorded and handwritten
 * statements are treated alike.
 */
final class StepAnalyzer {
    private final Engine engine;
    private final SimulatedAction simulatedAction;
    private final SortedMap<ObjectName, DefinitionChange> definitionChanges;

    private StepAnalyzer(Engine engine, SimulatedAction simulatedAction) {
        this.engine = engine;
        this.simulatedAction = simulatedAction;
        this.definitionChanges = DefinitionChange.findChanges(
                engine.profile(), simulatedAction.catalogBefore(), simulatedAction.catalogAfter());
    }

    static Step analyze(Engine engine, SimulatedAction simulatedAction) {
        return new StepAnalyzer(engine, simulatedAction).createStep();
    }

    private Step createStep() {
        Statement statement = simulatedAction.action().statement();
        return new Step(
                simulatedAction.action(),
                simulatedAction.target(),
                new Step.StepEffects(
                        collectTouchedParts(),
                        determineWaitCondition(statement),
                        findLosses(),
                        rewritesData(),
                        definitionChanges,
                        RebuiltTablePartitions.find(simulatedAction)),
                () -> StepReversalPlanner.plan(engine, simulatedAction),
                () -> LintCollector.findAll(simulatedAction, definitionChanges.keySet()));
    }

    /** Returns the losses that follow from the statement; if none follow, the losses that its markers announce. */
    private List<String> findLosses() {
        List<String> losses = new Destruction(simulatedAction).describeLosses();
        return losses.isEmpty() ? simulatedAction.action().announcedLosses() : losses;
    }

    private SortedSet<TouchedPart> collectTouchedParts() {
        SortedSet<TouchedPart> touchedParts = TouchedPart.of(definitionChanges);
        // Privileges that follow a changed object are not changed by the statement itself.
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof AccessStatement || statement instanceof ClusterStatement) {
            GlobalParts.findChangedParts(simulatedAction.catalogBefore(), simulatedAction.catalogAfter())
                    .forEach((name, parts) -> parts.forEach(part -> touchedParts.add(new TouchedPart(name, part))));
        }
        ObjectName target = simulatedAction.target();
        if (changesRows() && target != null) {
            touchedParts.add(new TouchedPart(target, ObjectPart.of(ObjectPart.Kind.ROWS)));
        }
        return touchedParts;
    }

    private boolean changesRows() {
        return simulatedAction.action().statement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.target() != null;
    }

    private WaitCondition determineWaitCondition(@Nullable Statement statement) {
        if (changesRows()) {
            return WaitCondition.LOAD;
        }
        boolean isRefresh = statement instanceof ViewStatement.RefreshMaterializedView
                || (statement instanceof ViewStatement.AlterMaterializedView alter
                        && alter.change() instanceof ViewStatement.MaterializedViewChange.Activate)
                || (statement instanceof ViewStatement.CreateMaterializedView create
                        && create.refresh() != null
                        && !Boolean.TRUE.equals(create.refresh().isDeferred()));
        return isRefresh ? WaitCondition.REFRESH : toWaitCondition(simulatedAction.cost());
    }

    private static WaitCondition toWaitCondition(ChangeCost cost) {
        return switch (cost) {
            case IMMEDIATE, METADATA_JOB -> WaitCondition.NOTHING;
            case HIDDEN_JOB -> WaitCondition.HIDDEN_JOB;
            case REWRITE_JOB -> WaitCondition.COLUMN_JOB;
            case ROLLUP_JOB -> WaitCondition.ROLLUP_JOB;
            case OPTIMIZE_JOB -> WaitCondition.OPTIMIZE_JOB;
        };
    }

    private boolean rewritesData() {
        return changesRows()
                || switch (simulatedAction.cost()) {
                    case REWRITE_JOB, ROLLUP_JOB, OPTIMIZE_JOB -> true;
                    case IMMEDIATE, METADATA_JOB, HIDDEN_JOB -> false;
                };
    }
}
