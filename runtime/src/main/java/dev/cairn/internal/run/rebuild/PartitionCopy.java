package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.load.LoadRun;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.DdlStepRun;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.TemporaryPartitionCheck;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.parse.InsertLabel;
import dev.cairn.sql.token.NameReplacer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the copies into temporary partitions, and the step that replaces partitions with them. Rows that are written to
 * the old partitions after their copy would be lost with these partitions, so the partitions are compared right before
 * the replacement.
 *
 * <p>A run that resumes an earlier one does not know what was written since the copy, so it copies the rows again.
 */
public final class PartitionCopy {
    private final RunContext context;
    private final StatementStep step;
    private final PartitionReplacement replacement;
    private final List<StatementStep> additionSteps;
    private final List<StatementStep> loadSteps;
    private final ObjectName tableName;
    private final Set<String> watchedPartitionNames;
    private final StepConnection connection;

    private PartitionCopy(
            RunContext context, StatementStep step, PartitionReplacement replacement, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.replacement = replacement;
        this.connection = connection;
        List<StatementStep> preparingSteps =
                replacement.selectPreparingSteps(context.preparedMigration().steps());
        this.additionSteps = preparingSteps.stream()
                .filter(preparingStep -> !OnlineRebuild.isLoad(preparingStep))
                .toList();
        this.loadSteps = preparingSteps.stream().filter(OnlineRebuild::isLoad).toList();
        this.tableName = replacement.tableName();
        this.watchedPartitionNames = replacement.collectWatchedPartitionNames(loadSteps);
    }

    /**
     * Returns the copy to which a step belongs; empty if it does not belong to one, or if the copy can't be repeated.
     */
    public static Optional<PartitionCopy> find(RunContext context, StatementStep step, StepConnection connection) {
        return context.preparedMigration().steps().stream()
                .flatMap(otherStep -> PartitionReplacement.findCompletedBy(otherStep).stream())
                .map(replacement -> new PartitionCopy(context, step, replacement, connection))
                .filter(copy -> copy.contains(step) && copy.isRepeatable())
                .findFirst();
    }

    private boolean contains(StatementStep otherStep) {
        return otherStep.number() == replacement.replacingStep().number()
                || loadSteps.stream().anyMatch(loadStep -> loadStep.number() == otherStep.number());
    }

    private boolean isRepeatable() {
        return !loadSteps.isEmpty()
                && replacement.hasAllAdditions(additionSteps)
                && loadSteps.stream()
                        .allMatch(loadStep -> InsertLabel.findIn(loadStep.text())
                                        .isEmpty()
                                && replacement.findCopiedPartitions(loadStep).isPresent());
    }

    /** Runs the step. Returns false if an earlier run has completed it. */
    public boolean run() {
        return OnlineRebuild.isLoad(step) ? copyRows() : replacePartitions();
    }

    private boolean copyRows() {
        boolean isFirstLoad = step.number() == loadSteps.get(0).number();
        if (isFirstLoad && !context.wasInterrupted(step)) {
            readSnapshot().ifPresent(snapshot -> {
                CopyProgress progress = new CopyProgress();
                progress.noteFullCopy(snapshot);
                context.copyProgressByTable().put(tableName, progress);
            });
        }
        return new LoadRun(context, step, connection).run();
    }

    private boolean replacePartitions() {
        DdlStepRun stepRun = new DdlStepRun(context, step, connection);
        Optional<PartitionSnapshot> copiedSnapshot = findSnapshotBeforeCopy();
        if (copiedSnapshot.isPresent()) {
            requireUnchanged(copiedSnapshot.get());
        } else if (isReplacementPending()) {
            Optional<PartitionSnapshot> snapshot = readSnapshot();
            if (snapshot.isPresent()) {
                Map<String, String> sentNames = replacement.numberNewPartitions(
                        context.ledger().heldLedger().entry().sequenceNumber());
                copyAgain(snapshot.get(), sentNames);
                stepRun.sendInstead(renamePartitions(step.text(), sentNames));
            }
        }
        context.copyProgressByTable().remove(tableName);
        return stepRun.run();
    }

    /** Returns the partitions before this run copied all of their rows; empty if an earlier run has copied some. */
    private Optional<PartitionSnapshot> findSnapshotBeforeCopy() {
        return Optional.ofNullable(context.copyProgressByTable().get(tableName))
                .flatMap(CopyProgress::snapshotBeforeFullCopy);
    }

    /** Returns whether the table certainly does not have the new partitions yet. */
    private boolean isReplacementPending() {
        InspectionResult inspectionResult = new StepInspector(context).inspect(connection, step);
        return !inspectionResult.hasState(InspectionResult.State.AFTER)
                && !inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE);
    }

    /** Returns a statement that names the temporary partitions as they are called in this run. */
    private static String renamePartitions(String statementText, Map<String, String> sentNames) {
        return NameReplacer.replaceNames(statementText, name -> sentNames.getOrDefault(name, name));
    }

    /**
     * Creates the temporary partitions again, and fills them with the present rows of the old ones. They have other
     * names than before: a late copy or replacement of an earlier run would add the rows twice, or replace the old
     * partitions with empty ones.
     */
    private void copyAgain(PartitionSnapshot snapshot, Map<String, String> sentNames) {
        context.warn(
                "Rows of " + tableName + " may have changed since an earlier run copied them to temporary partitions: "
                        + String.join(", ", replacement.newPartitionNames()) + " are created and filled again");
        RunLabel runLabel = context.ledger().beginStep(step.number());
        for (StatementStep loadStep : loadSteps) {
            new EarlierCopies(
                            context,
                            step,
                            connection,
                            tableName.database(),
                            LoadRun.determineLabel(context, loadStep, runLabel),
                            EnumSet.of(CopyLabel.Scope.TABLE))
                    .awaitSucceeded();
        }
        try {
            createPartitionsAgain(sentNames);
        } catch (ServerRefusalException refusal) {
            context.ledger().recordUndone(step.number());
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
        for (StatementStep loadStep : loadSteps) {
            context.ledger().requireHeld();
            // No earlier copy has this label.
            String label = LoadRun.determineLabel(context, loadStep, runLabel) + "_"
                    + context.ledger().heldLedger().entry().sequenceNumber();
            new LoadRun(context, loadStep, connection).runPart(renamePartitions(loadStep.text(), sentNames), label);
        }
        requireNotReplaced(snapshot, sentNames.values());
        requireUnchanged(snapshot);
    }

    /**
     * Requires that no late statement of an earlier run has replaced the old partitions, before their temporary ones
     * were dropped. If one has, drops the second copy: the next run finds the step done.
     */
    private void requireNotReplaced(PartitionSnapshot copiedSnapshot, Collection<String> sentNames) {
        if (findChangedPartitionNames(copiedSnapshot).isEmpty()
                || !new StepInspector(context).inspect(connection, step).hasState(InspectionResult.State.AFTER)) {
            return;
        }
        sentNames.forEach(this::dropTemporaryPartition);
        context.ledger().recordUndone(step.number());
        throw new RebuildErrors(context, step).lateReplacement(tableName);
    }

    private void createPartitionsAgain(Map<String, String> sentNames) {
        Set<String> droppedNames = replacement.newPartitionNames();
        droppedNames.addAll(connection.runIdempotent(
                context::createBackoff,
                server -> TemporaryPartitionCheck.readRefilledPartitionNames(
                        server, tableName, replacement.newPartitionNames())));
        droppedNames.forEach(this::dropTemporaryPartition);
        for (StatementStep additionStep : additionSteps) {
            execute(renamePartitions(additionStep.text(), sentNames));
        }
    }

    private void dropTemporaryPartition(String partitionName) {
        execute("ALTER TABLE " + SqlQuoting.quoteName(tableName) + " DROP TEMPORARY PARTITION IF EXISTS "
                + SqlQuoting.quoteName(partitionName));
    }

    private void execute(String statementText) {
        connection.performIdempotent(context::createBackoff, server -> {
            context.ledger().requireHeld();
            server.execute(statementText);
        });
    }

    /**
     * Requires that nothing was written to the old partitions since they were copied.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if something was written
     */
    private void requireUnchanged(PartitionSnapshot copiedSnapshot) {
        Set<String> changedPartitionNames = findChangedPartitionNames(copiedSnapshot);
        if (!changedPartitionNames.isEmpty()) {
            // The replacement was not sent.
            context.ledger().recordUndone(step.number());
            throw new RebuildErrors(context, step).unstoppedWritersOfPartitions(tableName, changedPartitionNames);
        }
    }

    private Set<String> findChangedPartitionNames(PartitionSnapshot copiedSnapshot) {
        return readSnapshot()
                .map(snapshot -> snapshot.findChangedPartitionNames(copiedSnapshot))
                .orElse(new TreeSet<>());
    }

    /** Reads the partitions. Returns empty, with a warning, if the server refuses this. */
    private Optional<PartitionSnapshot> readSnapshot() {
        try {
            return Optional.of(connection
                    .runIdempotent(context::createBackoff, server -> PartitionSnapshot.read(server, tableName))
                    .select(watchedPartitionNames));
        } catch (ServerRefusalException refusal) {
            context.warn("Whether rows of " + tableName + " are written while its partitions are copied is not checked,"
                    + " because they can't be read: " + refusal.getMessage());
            return Optional.empty();
        }
    }
}
