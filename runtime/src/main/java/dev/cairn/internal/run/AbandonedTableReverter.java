package dev.cairn.internal.run;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.LiveState;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reverts tables that a migration changed before it stopped, if its direction changes. The recorded statements of the
 * other direction expect the state after the migration; in a state between its statements, a table may have columns
 * that they do not expect.
 *
 * <p>A table is reverted here if {@code ALTER TABLE} statements can do it; the recorded statements then have no effect
 * on it. Tables that the migration has finished, or that have to be rebuilt, are reverted by the recorded statements.
 * Before these run, partitions that have replaced others are renamed to the names that the recorded statements use.
 */
final class AbandonedTableReverter {
    private final RunContext context;
    private final StepConnection connection;
    private final RewriteWarnings rewriteWarnings;

    AbandonedTableReverter(RunContext context, StepConnection connection, RewriteWarnings rewriteWarnings) {
        this.context = context;
        this.connection = connection;
        this.rewriteWarnings = rewriteWarnings;
    }

    /**
     * Reverts the tables that the abandoned steps have changed, but not finished.
     *
     * @param newSteps the recorded steps of the new direction
     */
    void revertTables(List<RunStep> abandonedSteps, List<RunStep> newSteps) {
        SortedMap<ObjectName, List<StatementStep>> stepsByTable = new TreeMap<>();
        RunStep.selectStatements(abandonedSteps)
                .forEach(statementStep -> statementStep
                        .simulatedStep()
                        .effects()
                        .definitionChanges()
                        .keySet()
                        .forEach(name -> stepsByTable
                                .computeIfAbsent(name, table -> new ArrayList<>())
                                .add(statementStep)));
        List<StatementStep> reversalSteps = new ArrayList<>();
        stepsByTable.forEach((table, steps) -> reversalSteps.addAll(planReversal(table, steps, newSteps)));
        if (!reversalSteps.isEmpty()) {
            context.ledger().begin();
            RunContext unrecordedContext = context.withLedger(new UnrecordedStepLedger(context.ledger()));
            for (StatementStep statementStep : reversalSteps) {
                context.warn("the migration stopped between its changes of " + statementStep.subject()
                        + "; before the recorded statements, Cairn sends: " + statementStep.redactedText());
                new StepRun(unrecordedContext, statementStep, rewriteWarnings).run(connection);
            }
        }
    }

    /**
     * Returns the steps after which the recorded statements can handle the table; an empty list if they can do so
     * already, or if ALTER TABLE statements are not enough.
     */
    private List<StatementStep> planReversal(ObjectName tableName, List<StatementStep> steps, List<RunStep> newSteps) {
        Catalog targetCatalog = steps.get(0).catalogBefore();
        Optional<Database> database = targetCatalog.findDatabase(tableName.database());
        if (database.isEmpty()
                || targetCatalog
                        .findTable(tableName.database(), tableName.name())
                        .isEmpty()) {
            return List.of();
        }
        OptionalInt currentIndex = findCurrentIndex(tableName, steps);
        if (currentIndex.isEmpty()) {
            return List.of();
        }
        StatementStep currentStep = steps.get(currentIndex.getAsInt());
        Optional<Table> currentTable = currentStep.catalogAfter().findTable(tableName.database(), tableName.name());
        if (currentTable.isEmpty()) {
            return List.of();
        }
        Catalog currentCatalog = targetCatalog.withDatabase(database.get().withTable(currentTable.get()));
        Engine engine = new Engine(context.profile());
        Plan plan = new Planner(engine, currentStep.session())
                .plan(
                        currentCatalog,
                        targetCatalog,
                        createReverseRenames(tableName, steps.subList(0, currentIndex.getAsInt() + 1)));
        // Consent was given only to the losses of the recorded steps of both directions: the abandoned steps may drop
        // what they have added. The losses may be distributed differently to the statements, and the statements of a
        // downgrade may have no marker.
        Set<String> acceptedLosses = findLosses(
                Stream.concat(steps.stream(), RunStep.selectStatements(newSteps))
                        .map(StatementStep::simulatedStep),
                tableName);
        boolean usesOnlyAlterTable = plan.isPossible()
                && acceptedLosses.containsAll(findLosses(plan.steps().stream(), tableName))
                && plan.steps().stream()
                        .allMatch(step -> step.action().statement() instanceof Statement.AlterTable
                                && tableName.equals(step.object()));
        return usesOnlyAlterTable
                ? createReversalSteps(plan, currentStep, new Simulation(engine, currentStep.session(), currentCatalog))
                : findPartitionRenames(steps.subList(currentIndex.getAsInt() + 1, steps.size()));
    }

    /**
     * Returns the index of the step whose result the table has on the server; empty if this is the last step, or if no
     * step has changed the table.
     */
    private OptionalInt findCurrentIndex(ObjectName tableName, List<StatementStep> steps) {
        if (steps.size() < 2) {
            return OptionalInt.empty();
        }
        LiveState liveState = connection.runIdempotent(
                context::createBackoff, server -> LiveState.read(server, context, tableName, steps));
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (liveState.matches(steps.get(i).catalogAfter())) {
                return i == steps.size() - 1 ? OptionalInt.empty() : OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the renames that restore the names that the columns had before the steps. */
    private static Renames createReverseRenames(ObjectName tableName, List<StatementStep> steps) {
        Map<String, Rename.ColumnRename> renameByCurrentColumnKey = new LinkedHashMap<>();
        for (StatementStep statementStep : steps) {
            if (statementStep.simulatedStep().action().statement() instanceof Statement.AlterTable alter) {
                for (AlterClause clause : alter.clauses()) {
                    if (clause instanceof AlterClause.RenameColumn rename) {
                        Rename.ColumnRename earlierRename = renameByCurrentColumnKey.remove(
                                Column.toKey(rename.oldName().text()));
                        String newName = rename.newName().text();
                        String originalName =
                                earlierRename == null ? rename.oldName().text() : earlierRename.newName();
                        renameByCurrentColumnKey.put(
                                Column.toKey(newName), new Rename.ColumnRename(tableName, newName, originalName));
                    }
                }
            }
        }
        List<Rename> renames = new ArrayList<>();
        // The renames are in the opposite order, so an interruption leaves a state that the steps themselves have also
        // passed through.
        renameByCurrentColumnKey.values().forEach(rename -> renames.add(0, rename));
        return new Renames(renames);
    }

    /** Returns the renames of partitions with which the steps begin. */
    private static List<StatementStep> findPartitionRenames(List<StatementStep> steps) {
        return steps.stream()
                .takeWhile(statementStep ->
                        statementStep.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                                && alter.clauses().get(0) instanceof AlterClause.RenamePartition)
                .toList();
    }

    /** Returns the losses that the steps of an object cause. */
    private static Set<String> findLosses(Stream<Step> steps, ObjectName tableName) {
        return steps.filter(step -> tableName.equals(step.object()))
                .flatMap(step -> step.effects().losses().stream())
                .collect(Collectors.toSet());
    }

    /** Returns steps for the statements of a plan. All have the number of the step that they revert, for messages. */
    private static List<StatementStep> createReversalSteps(
            Plan plan, StatementStep abandonedStep, Simulation simulation) {
        List<StatementStep> reversalSteps = new ArrayList<>();
        for (Step step : plan.steps()) {
            Catalog catalogBefore = simulation.catalog();
            Session session = simulation.session();
            simulation.apply(step.action());
            reversalSteps.add(
                    new StatementStep(abandonedStep.number(), step, session, catalogBefore, simulation.catalog()));
        }
        return reversalSteps;
    }

    /** The ledger of steps that no migration records: only inspection shows whether they are done. */
    private record UnrecordedStepLedger(RunLedger ledger) implements RunLedger {
        @Override
        public HeldLedger heldLedger() {
            return ledger.heldLedger();
        }

        @Override
        public RunLabel beginStep(int stepNumber, String evidence) {
            heldLedger().requireHeld();
            return new RunLabel(
                    heldLedger().acquiredSequence(),
                    heldLedger().entry().state().identifier());
        }
    }
}
