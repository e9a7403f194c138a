package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.load.LoadRun;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.DdlStepRun;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.parse.InsertLabel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Runs the copy and the swap of a rebuild whose writers are stopped: one INSERT copies all rows. A write during the
 * rebuild changes the version of a partition, which is detected before and after the swap.
 *
 * <p>The {@link CopyLabel} contains a fingerprint of all partitions before the copy, and a number, which is 0 for the
 * first copy. From the fingerprint, a run that resumes this one knows whether the old table still has the rows that
 * were copied. If not, it empties the new table, and copies the rows again. The number of such a copy is at least the
 * sequence of the ledger's state, so no earlier copy has its label. This matters because a server may refuse a label
 * that it no longer lists: the refusal would count as a copy that is done, although the new table was emptied since.
 */
public final class FullTableCopy {
    private final RunContext context;
    private final StatementStep step;
    private final StatementStep loadStep;
    private final ObjectName sourceName;
    private final ObjectName stagingName;
    private final StepConnection connection;
    private final RebuildErrors errors;
    private final CopyProgress progress;
    private final Optional<StagingPartitions> stagingPartitions;

    FullTableCopy(
            RunContext context,
            StatementStep step,
            StatementStep loadStep,
            ObjectName sourceName,
            ObjectName stagingName,
            StepConnection connection) {
        this.context = context;
        this.step = step;
        this.loadStep = loadStep;
        this.sourceName = sourceName;
        this.stagingName = stagingName;
        this.connection = connection;
        this.errors = new RebuildErrors(context, step);
        this.stagingPartitions = OnlineRebuild.findTable(loadStep, sourceName)
                .flatMap(oldTable -> OnlineRebuild.findTable(loadStep, stagingName)
                        .map(stagingTable ->
                                new StagingPartitions(context, step, oldTable, stagingName, stagingTable)));
        this.progress = context.copyProgressByTable().computeIfAbsent(stagingName, name -> new CopyProgress());
    }

    private static String renderLabelSuffix(PartitionSnapshot snapshotBefore, long copyNumber) {
        return CopyLabel.renderTableSuffix(snapshotBefore.fingerprint(), copyNumber);
    }

    /**
     * The copies that have succeeded, according to their labels.
     *
     * @param stepLabel the beginning of the labels
     * @param hasCopyWithoutFingerprint whether the label of a copy does not contain a fingerprint of the old table
     * @param lastCopyNumber the number of the last copy; -1 before the first copy
     * @param fingerprints the fingerprints of the copies with this number; several if a statement of an earlier run
     *     arrived late
     */
    private record SucceededCopies(
            String stepLabel, boolean hasCopyWithoutFingerprint, long lastCopyNumber, List<String> fingerprints) {
        boolean hasOnlyCopyWithoutFingerprint() {
            return hasCopyWithoutFingerprint && fingerprints.isEmpty();
        }

        /** Returns whether the last copy is of this state; false if several copies have the last number. */
        boolean matches(PartitionSnapshot snapshot) {
            return fingerprints.equals(List.of(snapshot.fingerprint()));
        }
    }

    /** Runs the step. Returns false if an earlier run has completed it, or if there is no partition to copy. */
    public boolean run() {
        return step.number() == loadStep.number() ? copyRows() : swap();
    }

    private boolean copyRows() {
        Optional<PartitionSnapshot> snapshot = readSnapshot(sourceName);
        snapshot.ifPresent(this::alignPartitions);
        if (snapshot.isEmpty()) {
            return new LoadRun(context, loadStep, connection).run();
        }
        if (snapshot.get().stateByPartitionName().isEmpty()) {
            progress.noteFullCopy(snapshot.get());
            return false;
        }
        boolean wasInterrupted = context.wasInterrupted(loadStep);
        if (!wasInterrupted && context.ledger().completedStepNumbers().isEmpty()) {
            progress.noteFullCopy(snapshot.get());
            return new LoadRun(
                            context, loadStep, connection, copyNumber -> renderLabelSuffix(snapshot.get(), copyNumber))
                    .run();
        }
        SucceededCopies copies = awaitEarlierCopies(beginStep(loadStep));
        if (copies.hasOnlyCopyWithoutFingerprint()) {
            return new LoadRun(context, loadStep, connection).run();
        }
        if (isCopied(copies, snapshot.get())) {
            return false;
        }
        if (!copies.fingerprints().isEmpty()) {
            context.publishBegin(loadStep);
            copyAgain(snapshot.get(), copies);
            return true;
        }
        return new LoadRun(context, loadStep, connection, copyNumber -> renderLabelSuffix(snapshot.get(), copyNumber))
                .run();
    }

    private boolean swap() {
        Optional<PartitionSnapshot> copiedSnapshot = progress.snapshotBeforeFullCopy();
        if (copiedSnapshot.isPresent()) {
            requireUnchanged(copiedSnapshot.get(), false).ifPresent(this::alignPartitions);
            return swapTables(copiedSnapshot.get());
        }
        InspectionResult inspectionResult = new StepInspector(context).inspect(connection, step);
        // If both states look the same, only a swap that may have been sent is undecided.
        boolean isUndecided = inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE)
                ? context.wasInterrupted(step)
                : !isConclusive(inspectionResult);
        if (isUndecided) {
            // DdlStepRun reports why the state can't be determined.
            return new DdlStepRun(context, step, connection).run();
        }
        boolean isSwapped = inspectionResult.hasState(InspectionResult.State.AFTER) && !context.isNewSwap(step);
        SucceededCopies copies = awaitEarlierCopies(beginStep(step));
        if (copies.hasOnlyCopyWithoutFingerprint()) {
            context.warn(
                    describeSkippedComparison(sourceName, "the label of its copy does not say which rows were copied"));
            restoreProperties(isSwapped);
            return new DdlStepRun(context, step, connection).run();
        }
        Optional<PartitionSnapshot> snapshot = readSnapshot(isSwapped ? stagingName : sourceName);
        if (snapshot.isEmpty()) {
            restoreProperties(isSwapped);
            return new DdlStepRun(context, step, connection).run();
        }
        if (isSwapped) {
            requireNoLateWrites(copies, snapshot.get());
            return false;
        }
        alignPartitions(snapshot.get());
        if (!isCopied(copies, snapshot.get())) {
            if (!inspectionResult.hasState(InspectionResult.State.BEFORE)) {
                // The two tables can't be distinguished, so neither is emptied.
                throw createUnstoppedWritersException(List.of("at least one partition"), true);
            }
            CopyThrottle throttle = new CopyThrottle(context, step, connection);
            if (!throttle.mayCopy()) {
                throttle.awaitWindow();
                snapshot = Optional.of(readSnapshot(sourceName).orElse(snapshot.get()));
            }
            copyAgain(snapshot.get(), copies);
            OnlineRebuild.continueCounters(context, connection, stagingName, sourceName);
            requireUnchanged(snapshot.get(), true).ifPresent(this::alignPartitions);
        }
        return swapTables(snapshot.get());
    }

    private static boolean isConclusive(InspectionResult inspectionResult) {
        return inspectionResult.hasState(InspectionResult.State.BEFORE)
                || inspectionResult.hasState(InspectionResult.State.AFTER);
    }

    /** Restores the properties of the new table, unless it has replaced the old one already. */
    private void restoreProperties(boolean isSwapped) {
        if (!isSwapped) {
            stagingPartitions.ifPresent(partitions -> partitions.restoreProperties(connection));
        }
    }

    /**
     * Swaps the two tables. Returns false if an earlier run had swapped them.
     *
     * @param copiedSnapshot the partitions of the old table before its copy
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if rows were written to the old table after
     *     its copy
     */
    private boolean swapTables(PartitionSnapshot copiedSnapshot) {
        restoreProperties(false);
        boolean hasRun = new DdlStepRun(context, step, connection).run();
        readSnapshot(stagingName).ifPresent(snapshot -> {
            SortedSet<String> changedPartitionNames = snapshot.findChangedPartitionNames(copiedSnapshot);
            if (!changedPartitionNames.isEmpty()) {
                // A partition that was dropped has no rows to merge.
                List<String> partitionNamesToMerge = changedPartitionNames.stream()
                        .filter(name -> snapshot.findPartition(name).isPresent())
                        .toList();
                throw createLateWritesException(describePartitions(changedPartitionNames), partitionNamesToMerge);
            }
        });
        return hasRun;
    }

    /**
     * Requires that no rows were written to the old table between its copy and the swap. If the server no longer lists
     * a copy, warns that this is not checked.
     *
     * @param snapshot the partitions of the old table, which has the name of the staging table now
     */
    private void requireNoLateWrites(SucceededCopies copies, PartitionSnapshot snapshot) {
        if (snapshot.stateByPartitionName().isEmpty()) {
            return;
        }
        if (copies.fingerprints().isEmpty()) {
            context.warn(describeSkippedComparison(sourceName, "the server has forgotten the label of its copy"));
        } else if (!copies.matches(snapshot)) {
            throw createLateWritesException(List.of("at least one partition"), List.of());
        }
    }

    /**
     * Watches both tables for some time, and returns the exception for rows that were written to the old table after it
     * was copied. The exception shows how to merge these rows only if the tables no longer change.
     *
     * @param partitionNamesToMerge the partitions that have rows to merge
     */
    private RuntimeException createLateWritesException(List<String> descriptions, List<String> partitionNamesToMerge) {
        boolean hasNoWriters = new WriterMonitor(context, step, connection, List.of(stagingName, sourceName))
                .watch(() -> descriptions)
                .hasNoWriters();
        return hasNoWriters
                ? errors.lateWrites(
                        sourceName,
                        stagingName,
                        descriptions,
                        List.of(),
                        Optional.of(OnlineRebuild.createUncopiedRows(
                                loadStep, stagingName, partitionNamesToMerge, sourceName)))
                : errors.continuingLateWrites(sourceName, stagingName, descriptions);
    }

    /**
     * Requires that the old table has not changed since it was copied. Returns its present partitions; empty if the
     * server does not show them.
     */
    private Optional<PartitionSnapshot> requireUnchanged(PartitionSnapshot copiedSnapshot, boolean isSwapRecorded) {
        Optional<PartitionSnapshot> currentSnapshot = readSnapshot(sourceName);
        SortedSet<String> changedPartitionNames = currentSnapshot
                .map(snapshot -> snapshot.findChangedPartitionNames(copiedSnapshot))
                .orElse(new TreeSet<>());
        if (!changedPartitionNames.isEmpty()) {
            throw createUnstoppedWritersException(describePartitions(changedPartitionNames), isSwapRecorded);
        }
        return currentSnapshot;
    }

    /**
     * Returns the exception for an old table that has changed before the swap. If the ledger records that the swap has
     * begun, first records that nothing was sent.
     *
     * @param isSwapRecorded whether the ledger records that the swap has begun
     */
    private RuntimeException createUnstoppedWritersException(List<String> descriptions, boolean isSwapRecorded) {
        if (isSwapRecorded) {
            // The swap was not sent.
            context.ledger().recordUndone(step.number());
        }
        return errors.unstoppedWriters(sourceName, descriptions);
    }

    private static List<String> describePartitions(Set<String> partitionNames) {
        return partitionNames.stream().map(name -> "partition " + name).toList();
    }

    /**
     * Gives the new table the partitions of the old one, unless it was created with them. A partition with copied rows
     * is never replaced, even if the server prints its values differently because the type of its column changes.
     */
    private void alignPartitions(PartitionSnapshot sourceSnapshot) {
        stagingPartitions
                .filter(partitions -> partitions.mayNeedAlignment(sourceSnapshot))
                .ifPresent(partitions -> readSnapshot(stagingName)
                        .ifPresent(targetSnapshot -> partitions.alignPartitions(
                                connection,
                                sourceName,
                                sourceSnapshot.withoutPartitionsWrittenIn(targetSnapshot),
                                targetSnapshot)));
    }

    /**
     * Reads the partitions of a table. Returns empty, with a warning, if the server refuses this; the rebuild continues
     * without a comparison.
     */
    private Optional<PartitionSnapshot> readSnapshot(ObjectName tableName) {
        try {
            return Optional.of(connection.runIdempotent(
                    context::createBackoff, server -> PartitionSnapshot.read(server, tableName)));
        } catch (ServerRefusalException refusal) {
            context.warn(describeSkippedComparison(
                    sourceName, "the partitions of " + tableName + " can't be read: " + refusal.getMessage()));
            return Optional.empty();
        }
    }

    private static String describeSkippedComparison(ObjectName sourceName, String reason) {
        return "Whether rows of " + sourceName + " are written during its rebuild is not checked, because " + reason;
    }

    /** Begins a step in the ledger, and returns the beginning of the labels of its copies. */
    private String beginStep(RunStep startedStep) {
        return LoadRun.determineLabel(context, loadStep, context.ledger().beginStep(startedStep.number()));
    }

    /** Waits until all copies with this label have ended, and returns the copies that succeeded. */
    private SucceededCopies awaitEarlierCopies(String stepLabel) {
        boolean hasCopyWithoutFingerprint = false;
        long lastCopyNumber = -1;
        List<String> fingerprints = new ArrayList<>();
        for (CopyLabel copy : new EarlierCopies(
                        context, step, connection, stagingName.database(), stepLabel, EnumSet.of(CopyLabel.Scope.TABLE))
                .awaitSucceeded()) {
            if (copy.hasFingerprint()) {
                if (copy.copyNumber() > lastCopyNumber) {
                    fingerprints.clear();
                    lastCopyNumber = copy.copyNumber();
                }
                if (copy.copyNumber() == lastCopyNumber) {
                    fingerprints.add(copy.fingerprint());
                }
            } else {
                hasCopyWithoutFingerprint = true;
            }
        }
        return new SucceededCopies(stepLabel, hasCopyWithoutFingerprint, lastCopyNumber, List.copyOf(fingerprints));
    }

    /**
     * Returns whether the new table has all rows. A table without partitions has no rows, and the server would refuse
     * the copy.
     */
    private boolean isCopied(SucceededCopies copies, PartitionSnapshot snapshot) {
        return snapshot.stateByPartitionName().isEmpty() || (copies.matches(snapshot) && !isEmptied(snapshot));
    }

    /** Returns whether an earlier run emptied the new table, and stopped before it copied the rows again. */
    private boolean isEmptied(PartitionSnapshot sourceSnapshot) {
        return !sourceSnapshot.isPristine()
                && readSnapshot(stagingName)
                        .filter(PartitionSnapshot::isPristine)
                        .isPresent();
    }

    /** Empties the new table, and fills it with the present rows of the old one. */
    private void copyAgain(PartitionSnapshot snapshot, SucceededCopies copies) {
        context.warn(sourceName + " may have changed since its rows were copied: " + stagingName
                + " is truncated, and filled again");
        try {
            new StagingRowRemover(context, step, stagingName).removeAll(connection);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step).refusedStatement(refusal);
        }
        alignPartitions(snapshot);
        context.ledger().requireHeld();
        long copyNumber = Math.max(
                copies.lastCopyNumber() + 1,
                context.ledger().heldLedger().entry().sequenceNumber());
        new LoadRun(context, loadStep, connection)
                .runPart(loadStep.text(), copies.stepLabel() + renderLabelSuffix(snapshot, copyNumber));
    }

    /**
     * Returns the rebuild to which a step belongs; empty if it does not belong to a rebuild, or if the copy can't be
     * repeated. In the latter case, warns if the step is the swap.
     */
    public static Optional<FullTableCopy> find(RunContext context, StatementStep step, StepConnection connection) {
        Optional<ObjectName> stagingName = OnlineRebuild.findStagingName(context, step);
        if (stagingName.isEmpty()) {
            return Optional.empty();
        }
        List<StatementStep> swapSteps = OnlineRebuild.findSwapSteps(context, stagingName.get());
        List<StatementStep> writeSteps = OnlineRebuild.findWriteSteps(context, stagingName.get());
        if (swapSteps.isEmpty() || writeSteps.isEmpty()) {
            return Optional.empty();
        }
        ObjectName sourceName =
                Objects.requireNonNull(swapSteps.get(0).simulatedStep().object());
        boolean isRepeatable = swapSteps.size() == 1
                && writeSteps.size() == 1
                && OnlineRebuild.isLoad(writeSteps.get(0))
                && InsertLabel.findIn(writeSteps.get(0).text()).isEmpty();
        if (isRepeatable) {
            return Optional.of(
                    new FullTableCopy(context, step, writeSteps.get(0), sourceName, stagingName.get(), connection));
        }
        if (!OnlineRebuild.isLoad(step)) {
            context.warn(describeSkippedComparison(
                    sourceName, stagingName.get() + " is not filled by a single INSERT without a label"));
        }
        return Optional.empty();
    }
}
