package dev.cairn.internal.run.rebuild;

import dev.cairn.catalog.Table;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.UncopiedRows;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.CompletionEvidence;
import dev.cairn.internal.run.step.CounterStepRun;
import dev.cairn.internal.run.step.DdlStepRun;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.InspectionResult;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.RebuildOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the two steps of a rebuild that writers would disturb: the copy of the rows, and the swap. What is recorded is
 * the same as for a rebuild without writers: one INSERT, and one ALTER TABLE … SWAP.
 *
 * <p>The step of the copy copies rounds of partitions until little is left. The step of the swap copies the rest, and
 * puts the new table into the place of the old one. Both can be repeated from the beginning at any moment: which
 * partition was copied in which version is known from the labels of the loads.
 */
public final class OnlineRebuild {
    private final RunContext context;
    private final RunStep.StatementStep step;
    private final RebuildTables tables;
    private final StepConnection connection;
    private final PartitionedCopy copy;
    private final CopyThrottle throttle;

    private OnlineRebuild(
            RunContext context, RunStep.StatementStep step, RebuildTables tables, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.tables = tables;
        this.connection = connection;
        this.throttle = new CopyThrottle(context, step, connection);
        this.copy = new PartitionedCopy(context, step, tables, connection, throttle);
    }

    /**
     * The two tables of a rebuild.
     *
     * @param load the step that copies the rows
     */
    record RebuildTables(
            RunStep.StatementStep load,
            CopyStatement copyStatement,
            ObjectName oldName,
            ObjectName replacementName,
            Table oldTable,
            Table replacementTable) {}

    /**
     * Returns the rebuild that a step belongs to; empty if the step is another one, or if rebuilds run without writers.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if the rows are copied in a way that can't be divided
     *     into partitions
     */
    public static Optional<OnlineRebuild> find(
            RunContext context, RunStep.StatementStep step, StepConnection connection) {
        Optional<ObjectName> stagingTable = findStaging(context, step);
        if (stagingTable.isEmpty()) {
            return Optional.empty();
        }
        if (isWithoutWriters(context) && (isLoad(step) || !isFilledByEarlierRun(context, stagingTable.get()))) {
            return Optional.empty();
        }
        return findTables(context, step, stagingTable.get())
                .map(tables -> new OnlineRebuild(context, step, tables, connection));
    }

    /** Returns whether the step is the copy or the swap of a rebuild, with or without writers. */
    public static boolean isPartOfRebuild(RunContext context, RunStep.StatementStep step) {
        return findStaging(context, step).isPresent();
    }

    private static boolean isWithoutWriters(RunContext context) {
        return context.rebuildOptions().swapMode() == RebuildOptions.SwapMode.STOPPED_WRITERS;
    }

    /** Returns whether another run, which may have had other options, has filled the new table. */
    private static boolean isFilledByEarlierRun(RunContext context, ObjectName stagingTable) {
        return statementSteps(context)
                .filter(step -> context.ledger().completedSteps().contains(step.number()))
                .anyMatch(
                        step -> isLoad(step) && stagingTable.equals(step.step().object()));
    }

    /** Returns the new table, if the step fills it, or swaps it with the old one. */
    static Optional<ObjectName> findStaging(RunContext context, RunStep.StatementStep step) {
        ObjectName object = step.step().object();
        if (object == null) {
            return Optional.empty();
        }
        if (isLoad(step)) {
            return Optional.of(object).filter(context.ledger()::isStaging);
        }
        return step.step().action().statement() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.SwapTable swap
                ? Optional.of(object.withName(swap.otherTableName().text())).filter(context.ledger()::isStaging)
                : Optional.empty();
    }

    static boolean isLoad(RunStep.StatementStep step) {
        return CompletionEvidence.of(step) == CompletionEvidence.LABEL;
    }

    /** Returns the steps that swap a staging table with another one. */
    static List<RunStep.StatementStep> findSwaps(RunContext context, ObjectName stagingTable) {
        return statementSteps(context)
                .filter(candidate -> !isLoad(candidate))
                .filter(candidate -> findStaging(context, candidate).equals(Optional.of(stagingTable)))
                .toList();
    }

    /** Returns the steps that change rows of a staging table. */
    static List<RunStep.StatementStep> findWrites(RunContext context, ObjectName stagingTable) {
        return statementSteps(context)
                .filter(candidate -> CompletionEvidence.of(candidate) != CompletionEvidence.INSPECTION)
                .filter(candidate -> stagingTable.equals(candidate.step().object()))
                .toList();
    }

    private static Stream<RunStep.StatementStep> statementSteps(RunContext context) {
        return RunStep.selectStatements(context.preparedMigration().steps());
    }

    private static Optional<RebuildTables> findTables(
            RunContext context, RunStep.StatementStep step, ObjectName stagingTable) {
        List<RunStep.StatementStep> swaps = findSwaps(context, stagingTable);
        List<RunStep.StatementStep> writes = findWrites(context, stagingTable);
        if (swaps.isEmpty() || writes.isEmpty()) {
            // Nothing replaces a table, or no row of it is copied.
            return Optional.empty();
        }
        RebuildErrors errors = new RebuildErrors(context, step);
        RunStep.StatementStep load = writes.get(0);
        if (isWithoutWriters(context)
                && (swaps.size() > 1 || writes.size() > 1 || parseCopy(load).isEmpty())) {
            return Optional.empty();
        }
        if (swaps.size() > 1 || writes.size() > 1 || !isLoad(writes.get(0))) {
            throw errors.unsupportedOnlineRebuild("several statements fill or swap " + stagingTable);
        }
        ObjectName sourceTable = Objects.requireNonNull(swaps.get(0).step().object());
        CopyStatement statement = parseCopy(load)
                .filter(copy ->
                        ObjectName.resolve(copy.source(), load.session()).equals(sourceTable))
                .orElseThrow(() -> errors.unsupportedOnlineRebuild("the statement that fills " + stagingTable
                        + " does more than to copy the rows of " + sourceTable + " one by one"));
        Optional<Table> oldTable = findTable(load, sourceTable);
        Optional<Table> replacement = findTable(load, stagingTable);
        return oldTable.isPresent() && replacement.isPresent()
                ? Optional.of(new RebuildTables(
                        load, statement, sourceTable, stagingTable, oldTable.get(), replacement.get()))
                : Optional.empty();
    }

    private static Optional<CopyStatement> parseCopy(RunStep.StatementStep load) {
        return load.step().action().statement() instanceof Statement.OpaqueStatement opaqueStatement
                ? CopyStatement.parse(opaqueStatement)
                : Optional.empty();
    }

    /** Returns the rows that only the old table has after the swap. */
    static UncopiedRows createUncopiedRows(
            RunStep.StatementStep load, ObjectName oldName, List<String> partitions, ObjectName table) {
        return new UncopiedRows(parseCopy(load), findTable(load, oldName), oldName, partitions, table);
    }

    /** Returns a table as it is before a step. */
    static Optional<Table> findTable(RunStep.StatementStep load, ObjectName name) {
        return SchemaObject.find(load.before(), name)
                .filter(SchemaObject.TableObject.class::isInstance)
                .map(object -> ((SchemaObject.TableObject) object).table());
    }

    /** Returns whether there was anything to do. */
    public boolean run() {
        if (isLoad(step)) {
            context.publishBegin(step);
            copy.begin();
            copy.copyInRounds(tables.oldName());
            return true;
        }
        InspectionResult result = inspect();
        if (result.hasState(InspectionResult.State.OTHER)) {
            throw new StepErrors(context, step).unexpectedState(result.differences());
        }
        if (result.hasState(InspectionResult.State.INCONCLUSIVE) && context.wasInterrupted(step)) {
            throw new StepErrors(context, step)
                    .uncertainStep("the tables were swapped: the states before and after it look the same");
        }
        copy.begin();
        boolean isSwapped = result.hasState(InspectionResult.State.AFTER);
        if (copy.hadFullCopy() && (isSwapped || isWithoutWriters(context))) {
            return new FullTableCopy(
                            context, step, tables.load(), tables.oldName(), tables.replacementName(), connection)
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

    private InspectionResult inspect() {
        return connection.runIdempotent(
                context::createBackoff, server -> new StepInspector(context).inspect(server, step));
    }

    private void swapFenced() {
        for (int attempt = 1; ; attempt++) {
            copy.copyInRounds(tables.oldName());
            while (!throttle.mayCopy()) {
                throttle.awaitWindow();
                copy.copyInRounds(tables.oldName());
            }
            if (new FencedTableSwap(context, step, tables, connection, copy).replace()) {
                return;
            }
            if (attempt == FencedTableSwap.MAX_ATTEMPTS) {
                throw new RebuildErrors(context, step)
                        .fenceTimeout(context.rebuildOptions().maxUnavailability(), attempt);
            }
        }
    }

    private void swap() {
        copy.copyInRounds(tables.oldName());
        copy.copyCompletely(tables.oldName());
        while (!throttle.mayCopy()) {
            throttle.awaitWindow();
            copy.copyCompletely(tables.oldName());
        }
        List<GrantTransfer> transfers = StepGuard.findTransfers(context, step, connection);
        // Reading the grants of all users and roles takes time, in which writers may have changed the table again.
        transfers.forEach(GrantTransfer::applyGrants);
        try {
            copy.copyCompletely(tables.oldName());
            continueCounters(tables.oldName());
            copy.prepareSwap();
        } catch (RuntimeException failure) {
            transfers.forEach(transfer -> transfer.abandon(failure));
            throw failure;
        }
        new DdlStepRun(context, step, connection).run();
    }

    /** Lets the AUTO_INCREMENT counter of the new table continue where that of the old one is now. */
    private void continueCounters(ObjectName sourceTable) {
        findCounters(context, tables.replacementName(), sourceTable)
                .forEach(counter -> new CounterStepRun(context, counter, connection).runAgain());
    }

    static Stream<RunStep.CounterStep> findCounters(
            RunContext context, ObjectName targetTable, ObjectName sourceTable) {
        return context.preparedMigration().steps().stream()
                .filter(RunStep.CounterStep.class::isInstance)
                .map(RunStep.CounterStep.class::cast)
                .filter(counter -> counter.targetTable().equals(targetTable))
                .map(counter -> new RunStep.CounterStep(
                        counter.number(), sourceTable, counter.targetTable(), counter.column(), counter.isCounted()));
    }

    /** After the swap, the old table has the name of the staging table. */
    private void requireNoLateWrites() {
        new RunningTransactions(context, step, connection)
                .awaitAll(tables.replacementName().database());
        if (copy.findLateUnits(tables.replacementName()).isEmpty()) {
            return;
        }
        WriterMonitor.WatchResult<List<CopyUnit>> watchResult = new WriterMonitor(
                        context, step, connection, List.of(tables.replacementName(), tables.oldName()))
                .watch(() -> copy.findLateUnits(tables.replacementName()));
        List<CopyUnit> lateUnits = watchResult.result();
        List<String> descriptions = lateUnits.stream().map(CopyUnit::toString).toList();
        RebuildErrors errors = new RebuildErrors(context, step);
        if (!watchResult.isQuiet()) {
            throw errors.continuingLateWrites(tables.oldName(), tables.replacementName(), descriptions);
        }
        List<CopyUnit> writtenUnits =
                lateUnits.stream().filter(unit -> !copy.isUntouched(unit)).toList();
        throw errors.lateWrites(
                tables.oldName(),
                tables.replacementName(),
                descriptions,
                lateUnits.stream()
                        .filter(copy::isUntouched)
                        .map(this::renderReplacement)
                        .toList(),
                writtenUnits.isEmpty() ? Optional.empty() : Optional.of(createUncopiedRows(writtenUnits)));
    }

    /**
     * Returns the statement that replaces a part of the new table by that of the old one, which is exact for each key
     * model, also for deleted rows, if no client writes to this part. Cairn does not run it: a write between its
     * comparison and the statement would be lost.
     */
    private String renderReplacement(CopyUnit unit) {
        // A partition that the new table does not have yet can't be overwritten, and has no rows to replace.
        return unit.targetToken().isEmpty()
                ? tables.copyStatement().renderInsert(tables.replacementName(), unit.partitions(), tables.oldName())
                : tables.copyStatement().renderOverwrite(tables.replacementName(), unit.partitions(), tables.oldName());
    }

    private UncopiedRows createUncopiedRows(List<CopyUnit> writtenUnits) {
        List<String> partitions = writtenUnits.stream()
                .flatMap(unit -> unit.partitions().stream())
                .toList();
        return new UncopiedRows(
                Optional.of(tables.copyStatement()),
                Optional.of(tables.replacementTable()),
                tables.replacementName(),
                partitions,
                tables.oldName());
    }
}
