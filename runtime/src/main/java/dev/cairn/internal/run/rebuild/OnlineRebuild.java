package dev.cairn.internal.run.rebuild;

import dev.cairn.catalog.Table;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.RowDigestQueries;
import dev.cairn.internal.copy.UncopiedRows;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.CounterStepRun;
import dev.cairn.internal.run.step.DdlStepRun;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.RebuildOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the two steps of a rebuild that writers would disturb: the copy of the rows, and the swap. The recorded
 * statements are the same as for a rebuild without writers: one INSERT, and one ALTER TABLE … SWAP.
 *
 * <p>The copy step copies partitions in rounds until few are left. The swap step copies the remaining ones, and
 * replaces the old table with the new one. Both can be repeated from the beginning at any time: the labels of the loads
 * show which version of a partition was copied.
 */
public final class OnlineRebuild {
    private final RunContext context;
    private final StatementStep step;
    private final RebuildTables tables;
    private final StepConnection connection;
    private final PartitionedCopy partitionedCopy;
    private final CopyThrottle throttle;

    private OnlineRebuild(RunContext context, StatementStep step, RebuildTables tables, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.tables = tables;
        this.connection = connection;
        this.throttle = new CopyThrottle(context, step, connection);
        this.partitionedCopy = new PartitionedCopy(context, step, tables, connection, throttle);
    }

    /**
     * The two tables of a rebuild.
     *
     * @param loadStep the step that copies the rows
     * @param copyStatement the parts of its statement
     * @param tableName the name of the old table before the swap, and of the new table after it
     * @param stagingName the name of the new table before the swap, and of the old table after it
     * @param sourceTable the old table, as recorded and as live
     * @param stagingTable the new table, as recorded
     */
    record RebuildTables(
            StatementStep loadStep,
            CopyStatement copyStatement,
            ObjectName tableName,
            ObjectName stagingName,
            RowDigestQueries.SourceTable sourceTable,
            Table stagingTable) {
        /** Returns the old table as recorded. */
        Table oldTable() {
            return sourceTable.recordedTable();
        }

        RebuildTables withLiveTable(Table liveTable) {
            return new RebuildTables(
                    loadStep,
                    copyStatement,
                    tableName,
                    stagingName,
                    new RowDigestQueries.SourceTable(oldTable(), liveTable),
                    stagingTable);
        }
    }

    /**
     * Returns the rebuild to which a step belongs; empty if it does not belong to one. If writers are stopped, the
     * result is also empty, except for the swap of a table that an earlier run has filled.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the copy can't be divided into partitions
     */
    public static Optional<OnlineRebuild> find(RunContext context, StatementStep step, StepConnection connection) {
        Optional<ObjectName> stagingName = findStagingName(context, step);
        if (stagingName.isEmpty()) {
            return Optional.empty();
        }
        if (hasStoppedWriters(context) && (isLoad(step) || !isFilledByEarlierRun(context, stagingName.get()))) {
            return Optional.empty();
        }
        return findTables(context, step, stagingName.get())
                .map(tables -> new OnlineRebuild(
                        context,
                        step,
                        tables.withLiveTable(readOldTable(context, step, tables, connection)),
                        connection));
    }

    /** Reads the old table, which has the name of the new one if an interrupted run has swapped them. */
    private static Table readOldTable(
            RunContext context, StatementStep step, RebuildTables tables, StepConnection connection) {
        return connection.runIdempotent(context::createBackoff, server -> {
            boolean isSwapped = !isLoad(step)
                    && context.wasInterrupted(step)
                    && new StepInspector(context).inspect(server, step).hasState(InspectionResult.State.AFTER);
            return context.reflection()
                    .readTable(server, isSwapped ? tables.stagingName() : tables.tableName(), step.catalogBefore())
                    .orElse(tables.oldTable());
        });
    }

    /** Returns whether the step is the copy or the swap of a rebuild, with or without writers. */
    public static boolean isPartOfRebuild(RunContext context, StatementStep step) {
        return findStagingName(context, step).isPresent();
    }

    private static boolean hasStoppedWriters(RunContext context) {
        return context.rebuildOptions().swapMode() == RebuildOptions.SwapMode.STOPPED_WRITERS;
    }

    /** Returns whether an earlier run, which may have had other options, has filled the new table. */
    private static boolean isFilledByEarlierRun(RunContext context, ObjectName stagingName) {
        return selectStatementSteps(context)
                .filter(step -> context.ledger().completedStepNumbers().contains(step.number()))
                .anyMatch(step ->
                        isLoad(step) && stagingName.equals(step.simulatedStep().object()));
    }

    /** Returns the new table if the step fills it or swaps it with the old one; empty for any other step. */
    static Optional<ObjectName> findStagingName(RunContext context, StatementStep step) {
        return isLoad(step)
                ? Optional.ofNullable(step.simulatedStep().object()).filter(context.ledger()::isStaging)
                : context.findSwappedStagingName(step);
    }

    static boolean isLoad(StatementStep step) {
        return CompletionEvidence.of(step) == CompletionEvidence.LABEL;
    }

    /** Returns the steps of the migration that swap this staging table with another table. */
    static List<StatementStep> findSwapSteps(RunContext context, ObjectName stagingName) {
        return selectStatementSteps(context)
                .filter(otherStep -> !isLoad(otherStep))
                .filter(otherStep -> findStagingName(context, otherStep).equals(Optional.of(stagingName)))
                .toList();
    }

    /** Returns the steps of the migration that change rows of this staging table. */
    static List<StatementStep> findWriteSteps(RunContext context, ObjectName stagingName) {
        return selectStatementSteps(context)
                .filter(otherStep -> CompletionEvidence.of(otherStep) != CompletionEvidence.INSPECTION)
                .filter(otherStep ->
                        stagingName.equals(otherStep.simulatedStep().object()))
                .toList();
    }

    private static Stream<StatementStep> selectStatementSteps(RunContext context) {
        return RunStep.selectStatements(context.preparedMigration().steps());
    }

    /**
     * Returns the tables of a rebuild; empty if there are none, or if writers are stopped and the copy can't be divided
     * into partitions.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if writers continue, and the copy can't be
     *     divided
     */
    private static Optional<RebuildTables> findTables(RunContext context, StatementStep step, ObjectName stagingName) {
        List<StatementStep> swapSteps = findSwapSteps(context, stagingName);
        List<StatementStep> writeSteps = findWriteSteps(context, stagingName);
        if (swapSteps.isEmpty() || writeSteps.isEmpty()) {
            // No table is replaced, or no row is copied.
            return Optional.empty();
        }
        RebuildErrors errors = new RebuildErrors(context, step);
        StatementStep loadStep = writeSteps.get(0);
        if (hasStoppedWriters(context)
                && (swapSteps.size() > 1
                        || writeSteps.size() > 1
                        || parseCopy(loadStep).isEmpty())) {
            return Optional.empty();
        }
        if (swapSteps.size() > 1 || writeSteps.size() > 1 || !isLoad(writeSteps.get(0))) {
            throw errors.unsupportedOnlineRebuild("several statements fill or swap " + stagingName);
        }
        ObjectName sourceName =
                Objects.requireNonNull(swapSteps.get(0).simulatedStep().object());
        CopyStatement copyStatement = parseCopy(loadStep)
                .filter(parsedCopy -> ObjectName.resolve(parsedCopy.sourceTableName(), loadStep.session())
                        .equals(sourceName))
                .orElseThrow(() -> errors.unsupportedOnlineRebuild("the statement that fills " + stagingName
                        + " does more than copy the rows of " + sourceName + " one by one"));
        Optional<Table> oldTable = findTable(loadStep, sourceName);
        Optional<Table> stagingTable = findTable(loadStep, stagingName);
        return oldTable.isPresent() && stagingTable.isPresent()
                ? Optional.of(new RebuildTables(
                        loadStep,
                        copyStatement,
                        sourceName,
                        stagingName,
                        new RowDigestQueries.SourceTable(oldTable.get(), oldTable.get()),
                        stagingTable.get()))
                : Optional.empty();
    }

    private static Optional<CopyStatement> parseCopy(StatementStep loadStep) {
        return loadStep.simulatedStep().action().statement() instanceof Statement.OpaqueStatement opaqueStatement
                ? CopyStatement.parse(opaqueStatement)
                : Optional.empty();
    }

    /** Returns the rows that only the old table has after the swap. */
    static UncopiedRows createUncopiedRows(
            StatementStep loadStep, ObjectName oldTableName, List<String> partitionNames, ObjectName newTableName) {
        return new UncopiedRows(
                parseCopy(loadStep), findTable(loadStep, oldTableName), oldTableName, partitionNames, newTableName);
    }

    /** Returns a table as it is before a step; empty if there is no table with this name. */
    static Optional<Table> findTable(StatementStep laterStep, ObjectName name) {
        return laterStep.catalogBefore().findTable(name.database(), name.name());
    }

    /** Runs the step. Returns false if the tables were swapped already. */
    public boolean run() {
        if (isLoad(step)) {
            context.publishBegin(step);
            // If the user may not see transactions, the refusal comes before the copy.
            new RunningTransactions(context, step, connection)
                    .readLabels(tables.tableName().database());
            partitionedCopy.begin();
            partitionedCopy.copyInRounds(tables.tableName());
            return true;
        }
        InspectionResult inspectionResult = inspectSwap();
        if (inspectionResult.hasState(InspectionResult.State.UNEXPECTED)) {
            throw new StepErrors(context, step).unexpectedState(inspectionResult.differences());
        }
        if (inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE) && context.wasInterrupted(step)) {
            throw new StepErrors(context, step)
                    .uncertainStep("the tables were swapped: the states before and after it look the same");
        }
        partitionedCopy.begin();
        boolean isSwapped = inspectionResult.hasState(InspectionResult.State.AFTER) && !context.isNewSwap(step);
        if (partitionedCopy.hasOnlyFullCopy() && (isSwapped || hasStoppedWriters(context))) {
            return new FullTableCopy(
                            context, step, tables.loadStep(), tables.tableName(), tables.stagingName(), connection)
                    .run();
        }
        context.publishBegin(step);
        if (!isSwapped) {
            if (context.rebuildOptions().swapMode() == RebuildOptions.SwapMode.FENCE) {
                swapFenced();
            } else {
                swap();
            }
        }
        requireNoLateWrites();
        return !isSwapped;
    }

    private InspectionResult inspectSwap() {
        return new StepInspector(context).inspect(connection, step);
    }

    private void swapFenced() {
        for (int attemptNumber = 1; ; attemptNumber++) {
            partitionedCopy.copyInRounds(tables.tableName());
            while (!throttle.mayCopy()) {
                throttle.awaitWindow();
                partitionedCopy.copyInRounds(tables.tableName());
            }
            if (new FencedTableSwap(context, step, tables, connection, partitionedCopy).tryReplace()) {
                return;
            }
            if (attemptNumber == FencedTableSwap.MAX_ATTEMPTS) {
                throw new RebuildErrors(context, step)
                        .fenceTimeout(context.rebuildOptions().maxUnavailability(), attemptNumber);
            }
        }
    }

    private void swap() {
        partitionedCopy.copyInRounds(tables.tableName());
        partitionedCopy.copyCompletely(tables.tableName());
        while (!throttle.mayCopy()) {
            throttle.awaitWindow();
            partitionedCopy.copyCompletely(tables.tableName());
        }
        List<GrantTransfer> transfers = StepGuard.findTransfers(context, step, connection);
        // This reads the grants of all users and roles. Writers may change the table in that time, so the changed
        // partitions are copied once more after it.
        for (GrantTransfer transfer : transfers) {
            transfer.applyGrants();
        }
        try {
            partitionedCopy.copyCompletely(tables.tableName());
            continueCounters(context, connection, tables.stagingName(), tables.tableName());
            partitionedCopy.prepareSwap();
        } catch (RuntimeException failure) {
            transfers.forEach(transfer -> transfer.abandon(failure));
            throw failure;
        }
        new DdlStepRun(context, step, connection).run();
    }

    /** Lets the AUTO_INCREMENT counter of the new table continue where the counter of the old table is now. */
    static void continueCounters(
            RunContext context, StepConnection connection, ObjectName targetName, ObjectName sourceName) {
        context.preparedMigration().steps().stream()
                .filter(RunStep.CounterStep.class::isInstance)
                .map(RunStep.CounterStep.class::cast)
                .filter(counterStep -> counterStep.targetName().equals(targetName))
                .map(counterStep -> new RunStep.CounterStep(
                        counterStep.number(),
                        sourceName,
                        counterStep.targetName(),
                        counterStep.columnName(),
                        counterStep.hasSourceCounter()))
                .forEach(counterStep -> new CounterStepRun(context, counterStep, connection).runAgain());
    }

    /**
     * Requires that no rows were written to the old table after its copy. After the swap, the old table has the name of
     * the staging table.
     */
    private void requireNoLateWrites() {
        new RunningTransactions(context, step, connection)
                .awaitAll(tables.stagingName().database());
        if (partitionedCopy.findLateUnits(tables.stagingName()).isEmpty()) {
            return;
        }
        WriterMonitor.WatchResult<List<CopyUnit>> watchResult = new WriterMonitor(
                        context, step, connection, List.of(tables.stagingName(), tables.tableName()))
                .watch(() -> partitionedCopy.findLateUnits(tables.stagingName()));
        List<CopyUnit> lateUnits = watchResult.comparisonResult();
        List<String> descriptions = lateUnits.stream().map(CopyUnit::toString).toList();
        RebuildErrors errors = new RebuildErrors(context, step);
        if (!watchResult.hasNoWriters()) {
            throw errors.continuingLateWrites(tables.tableName(), tables.stagingName(), descriptions);
        }
        List<CopyUnit> writtenUnits = lateUnits.stream()
                .filter(unit -> !partitionedCopy.isUntouched(unit))
                .toList();
        throw errors.lateWrites(
                tables.tableName(),
                tables.stagingName(),
                descriptions,
                lateUnits.stream()
                        .filter(partitionedCopy::isUntouched)
                        .map(this::renderReplacement)
                        .toList(),
                writtenUnits.isEmpty() ? Optional.empty() : Optional.of(createUncopiedRows(writtenUnits)));
    }

    /**
     * Returns the statement that replaces a part of the new table with the same part of the old one. It is exact for
     * each key model, including deleted rows, if no client writes to this part. Cairn does not run it: a write between
     * its comparison and the statement would be lost.
     */
    private String renderReplacement(CopyUnit unit) {
        // A partition that the new table does not have yet can't be overwritten, and has no rows to replace.
        return unit.targetFingerprint().isEmpty()
                ? tables.copyStatement().renderInsert(tables.stagingName(), unit.partitionNames(), tables.tableName())
                : tables.copyStatement()
                        .renderOverwrite(tables.stagingName(), unit.partitionNames(), tables.tableName());
    }

    private UncopiedRows createUncopiedRows(List<CopyUnit> writtenUnits) {
        List<String> partitionNames = writtenUnits.stream()
                .flatMap(unit -> unit.partitionNames().stream())
                .toList();
        return new UncopiedRows(
                Optional.of(tables.copyStatement()),
                Optional.of(tables.stagingTable()),
                tables.stagingName(),
                partitionNames,
                tables.tableName());
    }
}
