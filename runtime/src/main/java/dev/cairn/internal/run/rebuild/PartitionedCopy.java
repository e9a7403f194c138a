package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.CopyUnitPlanner;
import dev.cairn.internal.copy.KeyRanges;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.LoadRun;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Copies a table by partitions while others write to it. A partition whose version has changed since its copy is
 * emptied in the new table, and copied again.
 *
 * <p>The label of each copy contains the id and the version of the partition, so a run that resumes this one knows
 * which versions are copied. It compares these copies with the old table before it relies on them.
 */
final class PartitionedCopy {
    /** The number of copies of a unit after which a difference fails the step, if the old table has not changed. */
    private static final int MAX_FAILED_COMPARISONS = 3;

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final OnlineRebuild.RebuildTables tables;
    private final StepConnection connection;
    private final CopyThrottle throttle;
    private final RebuildErrors errors;
    private final RebuildOptions options;
    private final CopyUnitPlanner planner;
    private final CopyComparison comparison;
    private final CopyProgress progress;
    private final StagingPartitions stagingPartitions;
    private final Set<String> earlierCopyTokens = new HashSet<>();
    private String labelPrefix = "";
    private boolean hasFullCopy;
    private Duration comparisonDuration = Duration.ZERO;

    /** The two tables at one moment. */
    private record TableStates(PartitionSnapshot source, PartitionSnapshot target, List<CopyUnit> units) {
        Optional<CopyUnit> findUnit(String name) {
            return units.stream().filter(unit -> unit.name().equals(name)).findFirst();
        }
    }

    PartitionedCopy(
            RunContext context,
            RunStep.StatementStep step,
            OnlineRebuild.RebuildTables tables,
            StepConnection connection,
            CopyThrottle throttle) {
        this.context = context;
        this.step = step;
        this.tables = tables;
        this.connection = connection;
        this.throttle = throttle;
        this.errors = new RebuildErrors(context, step);
        this.options = context.rebuildOptions();
        this.planner = CopyUnitPlanner.of(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
        this.comparison = new CopyComparison(context, step, tables);
        this.stagingPartitions = new StagingPartitions(
                context, step, tables.oldTable(), tables.replacementName(), tables.replacementTable());
        this.progress =
                context.copyProgressByTable().computeIfAbsent(tables.replacementName(), name -> new CopyProgress());
    }

    /** Begins the step in the ledger, waits for copies of an earlier run, and reads which of them succeeded. */
    void begin() {
        labelPrefix = LoadRun.findOrCreateLabel(
                        context, tables.load(), context.ledger().beginStep(step.number())) + "_";
        Backoff backoff = context.createBackoff();
        Optional<String> runningLabel = readEarlierCopies();
        while (runningLabel.isPresent()) {
            context.publishWait(step, "the load " + runningLabel.get() + " is running");
            backoff.pause();
            runningLabel = readEarlierCopies();
        }
    }

    /** Reads which copies succeeded. Returns the label of a copy that is still running; empty if no copy is running. */
    private Optional<String> readEarlierCopies() {
        String plainLabel = labelPrefix.substring(0, labelPrefix.length() - 1);
        List<NamedRow> loads = connection.runIdempotent(
                context::createBackoff,
                workerConnection -> workerConnection.fetchNamedRows("SHOW LOAD FROM "
                        + SqlQuoting.quoteName(tables.replacementName().database()) + " WHERE LABEL LIKE "
                        + SqlQuoting.quoteText(plainLabel + "%")));
        Optional<String> runningLabel = Optional.empty();
        earlierCopyTokens.clear();
        hasFullCopy = false;
        for (NamedRow load : loads) {
            String label = load.text("Label");
            boolean isFullCopyLabel = FullTableCopy.isFullCopyLabel(label, plainLabel);
            boolean isUnitLabel = !isFullCopyLabel && label.startsWith(labelPrefix);
            if (!isUnitLabel && !isFullCopyLabel) {
                continue;
            }
            if (load.text("State").equals("FINISHED")) {
                hasFullCopy |= isFullCopyLabel;
                if (isUnitLabel) {
                    earlierCopyTokens.add(label.substring(labelPrefix.length(), label.lastIndexOf("_t")));
                }
            } else if (!load.text("State").equals("CANCELLED")) {
                runningLabel = Optional.of(label);
            }
        }
        hasFullCopy &= earlierCopyTokens.isEmpty();
        return runningLabel;
    }

    /**
     * Returns whether an earlier run copied all rows with one statement while nothing wrote to the table, so no single
     * partition was copied.
     */
    boolean hasOnlyFullCopy() {
        boolean areCopiesUnknown =
                options.swapMode() == RebuildOptions.SwapMode.STOPPED_WRITERS && earlierCopyTokens.isEmpty();
        return (hasFullCopy || areCopiesUnknown) && progress.isEmpty();
    }

    /**
     * Copies changed units in rounds, until the remaining ones can be copied in half of the time for which the table
     * may be unavailable.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if this does not happen within the permitted number of
     *     rounds
     */
    void copyInRounds(ObjectName sourceTable) {
        if (hasFullCopy && progress.isEmpty()) {
            // If only some partitions were emptied, a run without writers could take them for copied.
            truncate(connection, "");
            hasFullCopy = false;
        }
        planner.fullCopyReason()
                .filter(reason ->
                        progress.isEmpty() && findOrCreateRanges(sourceTable).isEmpty())
                .ifPresent(reason ->
                        context.warn(tables.oldName() + " is copied as a whole in each round, because " + reason));
        Duration maxDuration = options.maxUnavailability().dividedBy(2);
        for (int round = 1; ; round++) {
            List<CopyUnit> openUnits = findOpenUnits(sourceTable, false, CopyListener.NONE);
            // Ranges are compared again when the table is unavailable.
            if (openUnits.isEmpty()
                    || progress.mayCopyWithin(
                            openUnits, options.maxParallel(), maxDuration.minus(comparisonDuration))) {
                return;
            }
            if (round > options.maxRounds()) {
                throw errors.tooManyRounds(
                        options.maxRounds(),
                        openUnits.size(),
                        progress.estimateDuration(openUnits, options.maxParallel()),
                        maxDuration);
            }
            copyAll(sourceTable, openUnits, createRound(openUnits));
        }
    }

    private CopyRound createRound(List<CopyUnit> units) {
        return new CopyRound(context, step, tables.oldName(), throttle, progress, units);
    }

    private void copyAll(ObjectName sourceTable, List<CopyUnit> units, CopyListener listener) {
        new CopyWorkers(context, connection, options.maxParallel())
                .run(units, (workerConnection, unit) -> copyUnit(workerConnection, sourceTable, unit), listener);
    }

    /**
     * Copies changed units in rounds, until a comparison finds no change.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if this does not happen within the permitted number of
     *     rounds
     */
    void copyCompletely(ObjectName sourceTable) {
        List<CopyUnit> openUnits = findOpenUnits(sourceTable, true, CopyListener.NONE);
        for (int round = 1; !openUnits.isEmpty(); round++) {
            if (round > options.maxRounds()) {
                throw errors.continuallyChangingTable(options.maxRounds());
            }
            copyAll(sourceTable, openUnits, createRound(openUnits));
            openUnits = findOpenUnits(sourceTable, true, CopyListener.NONE);
        }
    }

    /**
     * Copies the changed units of a table to which nothing can write any more, and compares all rows that are not
     * compared yet.
     *
     * @param permissionCheck throws an exception if no time is left
     */
    void copyRemaining(ObjectName sourceTable, Runnable permissionCheck) {
        CopyListener listener = new CopyListener() {
            @Override
            public void beforeUnit() {
                permissionCheck.run();
            }
        };
        for (List<CopyUnit> openUnits = findOpenUnits(sourceTable, true, listener);
                !openUnits.isEmpty();
                openUnits = findOpenUnits(sourceTable, true, listener)) {
            copyAll(sourceTable, openUnits, listener);
        }
        permissionCheck.run();
        comparison.requireSameRowCount(connection, sourceTable);
    }

    /** Restores the properties of the new table, right before it replaces the old one. */
    void prepareSwap() {
        stagingPartitions.restoreProperties(connection);
    }

    /** Returns the units that have changed in the old table since their copy, without copying them. */
    List<CopyUnit> findLateUnits(ObjectName sourceTable) {
        boolean hasRanges = !findOrCreateRanges(sourceTable).isEmpty();
        TableStates tableStates = readStates(connection, sourceTable, tables.oldName());
        List<CopyUnit> allUnits = tableStates.units();
        if (!hasRanges) {
            return progress.findChangedUnits(allUnits);
        }
        return progress.isUnchanged(tableStates.source())
                .map(isUnchanged -> isUnchanged
                        ? List.<CopyUnit>of()
                        : planner.createUnits(tableStates.source(), tableStates.target()))
                // Another run has swapped the tables.
                .orElseGet(() -> findDifferingUnits(sourceTable, tables.oldName(), allUnits, CopyListener.NONE));
    }

    /**
     * Returns the conditions of the ranges into which the table is divided; empty if it is copied by partitions or as a
     * whole. The first call determines the ranges of the run; an earlier run may have had other ranges.
     */
    private List<String> findOrCreateRanges(ObjectName sourceTable) {
        List<String> ranges = progress.ranges();
        if (ranges == null) {
            ranges = createRanges(sourceTable);
            progress.divideIntoRanges(ranges);
        }
        return ranges;
    }

    private List<String> createRanges(ObjectName sourceTable) {
        Optional<KeyRanges> keyRanges =
                KeyRanges.createIfComparable(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
        if (planner.fullCopyReason().isEmpty() || !comparison.comparesValues() || keyRanges.isEmpty()) {
            return List.of();
        }
        long rowCount = comparison.countRows(connection, sourceTable, List.of());
        int rangeCount = KeyRanges.countRanges(rowCount, options.rangeRows());
        if (rangeCount < 2) {
            return List.of();
        }
        List<String> sampledValues = connection
                .runIdempotent(
                        context::createBackoff,
                        workerConnection -> workerConnection.fetchRows(
                                keyRanges.get().renderSampleQuery(sourceTable, rowCount, rangeCount)))
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
        return keyRanges.get().createConditions(sampledValues, rangeCount);
    }

    /**
     * Returns the ranges whose rows differ in the two tables.
     *
     * @param isStrict whether all ranges have to be compared in the same state of the old table
     * @param listener called before each comparison
     */
    private List<CopyUnit> findDifferingRanges(ObjectName sourceTable, boolean isStrict, CopyListener listener) {
        for (int attempt = 1; ; attempt++) {
            TableStates statesBefore = readStates(connection, sourceTable, tables.replacementName());
            if (progress.isEqual(statesBefore.source(), statesBefore.target())) {
                return List.of();
            }
            if (statesBefore.target().isPristine()) {
                return statesBefore.units();
            }
            List<CopyUnit> openUnits =
                    findDifferingUnits(sourceTable, tables.replacementName(), statesBefore.units(), listener);
            TableStates statesAfter = readStates(connection, sourceTable, tables.replacementName());
            boolean isUnchanged = statesAfter
                            .source()
                            .token()
                            .equals(statesBefore.source().token())
                    && statesAfter.target().token().equals(statesBefore.target().token());
            if (openUnits.isEmpty() && isUnchanged) {
                progress.noteEqual(statesAfter.source(), statesAfter.target());
            }
            if (!openUnits.isEmpty() || isUnchanged || !isStrict) {
                return openUnits;
            }
            if (attempt == options.maxRounds()) {
                throw errors.continuallyChangingTable(attempt);
            }
        }
    }

    private List<CopyUnit> findDifferingUnits(
            ObjectName sourceTable, ObjectName targetTable, List<CopyUnit> units, CopyListener listener) {
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Set<CopyUnit> differingUnits = ConcurrentHashMap.newKeySet();
        new CopyWorkers(context, connection, options.maxParallel())
                .run(
                        units,
                        (workerConnection, unit) -> {
                            if (!comparison.isEqualRange(workerConnection, sourceTable, targetTable, unit)) {
                                differingUnits.add(unit);
                            }
                        },
                        listener);
        comparisonDuration = stopwatch.elapsed();
        return units.stream().filter(differingUnits::contains).toList();
    }

    /** Returns whether nothing was written to a unit of the new table since this run copied it. */
    boolean isUntouched(CopyUnit unit) {
        return progress.isUntouched(unit);
    }

    private TableStates readStates(StepConnection workerConnection, ObjectName sourceTable, ObjectName targetTable) {
        PartitionSnapshot sourceSnapshot = workerConnection.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, sourceTable));
        PartitionSnapshot targetSnapshot = workerConnection.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, targetTable));
        List<String> ranges = Objects.requireNonNullElse(progress.ranges(), List.of());
        if (!ranges.isEmpty()) {
            return new TableStates(
                    sourceSnapshot,
                    targetSnapshot,
                    CopyUnitPlanner.createRangeUnits(ranges, sourceSnapshot, targetSnapshot));
        }
        List<CopyUnit> units = planner.createUnits(sourceSnapshot, targetSnapshot);
        units.forEach(unit -> progress.noteEarlierCopy(unit, earlierCopyTokens));
        return new TableStates(sourceSnapshot, targetSnapshot, units);
    }

    /**
     * Prepares the new table for the next copies, and returns the units that have to be copied. If the table is not
     * divided into ranges, this creates the partitions of the old table in the new one, empties the partitions that the
     * old table no longer has, and compares the copies that are not compared yet.
     *
     * @param isStrict whether all ranges have to be compared in the same state of the old table
     * @throws dev.cairn.upgrade.MigrationException.StepException if the new table can't have the partitions of the old
     *     one
     */
    private List<CopyUnit> findOpenUnits(ObjectName sourceTable, boolean isStrict, CopyListener listener) {
        if (!findOrCreateRanges(sourceTable).isEmpty()) {
            return findDifferingRanges(sourceTable, isStrict, listener);
        }
        TableStates tableStates = readStates(connection, sourceTable, tables.replacementName());
        if (planner.fullCopyReason().isEmpty()
                && stagingPartitions.alignPartitions(
                        connection, sourceTable, tableStates.source(), tableStates.target())) {
            tableStates = readStates(connection, sourceTable, tables.replacementName());
        }
        planner.findMisplacedPartition(
                        tableStates.source(),
                        tableStates.target(),
                        !tables.replacementTable().createsPartitions())
                .ifPresent(name -> {
                    throw errors.misplacedPartition(name);
                });
        truncate(connection, planner.findLeftovers(tableStates.source(), tableStates.target()));
        List<CopyUnit> openUnits = new ArrayList<>(progress.findUncopiedUnits(tableStates.units()));
        for (CopyUnit unit : progress.findUncomparedUnits(tableStates.units())) {
            if (comparison.isEqual(connection, sourceTable, unit)) {
                progress.noteComparison(unit);
            } else {
                openUnits.add(unit);
            }
        }
        return openUnits;
    }

    private void truncate(StepConnection workerConnection, List<String> partitionNames) {
        if (!partitionNames.isEmpty()) {
            truncate(
                    workerConnection,
                    " PARTITION ("
                            + partitionNames.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", "))
                            + ")");
        }
    }

    private void truncate(StepConnection workerConnection, String partitionClause) {
        context.ledger().requireHeld();
        workerConnection.runIdempotent(context::createBackoff, openConnection -> {
            openConnection.execute(
                    "TRUNCATE TABLE " + SqlQuoting.quoteName(tables.replacementName()) + partitionClause);
            return openConnection;
        });
    }

    private void deleteRows(StepConnection workerConnection, CopyUnit unit) {
        context.ledger().requireHeld();
        workerConnection.runIdempotent(context::createBackoff, openConnection -> {
            openConnection.execute(
                    "DELETE FROM " + SqlQuoting.quoteName(tables.replacementName()) + unit.whereClause());
            return openConnection;
        });
    }

    /** Copies a unit, possibly at the same time as other units are copied on other connections. */
    private void copyUnit(StepConnection workerConnection, ObjectName sourceTable, CopyUnit unit) {
        CopyUnit copiedUnit = unit;
        for (int attempt = 1; ; attempt++) {
            context.cancellation().throwIfCancelled();
            Ticker.Stopwatch stopwatch = context.ticker().start();
            if (copiedUnit.mayHaveRows()) {
                if (copiedUnit.isRange()) {
                    deleteRows(workerConnection, copiedUnit);
                } else if (copiedUnit.isWholeTable()) {
                    truncate(workerConnection, "");
                } else {
                    truncate(workerConnection, copiedUnit.partitions());
                }
            }
            context.ledger().requireHeld();
            String label = labelPrefix + copiedUnit.sourceToken() + "_t"
                    + context.ledger().acquiredSequence() + "_" + progress.nextAttempt();
            new LoadRun(context, tables.load(), workerConnection)
                    .runPart(
                            tables.copyStatement()
                                            .renderInsert(
                                                    sourceTable, copiedUnit.partitions(), tables.replacementName())
                                    + copiedUnit.whereClause(),
                            label);
            Optional<CopyUnit> unitAfter = readStates(workerConnection, sourceTable, tables.replacementName())
                    .findUnit(unit.name());
            if (unitAfter.isEmpty()) {
                // The partition was dropped during its copy: the next round empties the copy.
                return;
            }
            boolean isEqual = comparison.isEqual(workerConnection, sourceTable, unitAfter.get());
            boolean isChanged = !isEqual && hasSourceChanged(workerConnection, sourceTable, copiedUnit);
            if (isEqual || isChanged) {
                progress.noteCopy(copiedUnit, unitAfter.get(), isEqual, stopwatch.elapsed());
                return;
            }
            if (attempt == MAX_FAILED_COMPARISONS) {
                throw unitAfter.get().targetToken().isEmpty()
                        ? errors.misplacedPartition(unit.name())
                        : comparison.createDifferenceException(workerConnection, sourceTable, unit);
            }
            copiedUnit = unitAfter.get();
        }
    }

    private boolean hasSourceChanged(StepConnection workerConnection, ObjectName sourceTable, CopyUnit copiedUnit) {
        return !readStates(workerConnection, sourceTable, tables.replacementName())
                .findUnit(copiedUnit.name())
                .map(CopyUnit::sourceToken)
                .equals(Optional.of(copiedUnit.sourceToken()));
    }
}
