package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.CopyUnitPlanner;
import dev.cairn.internal.copy.KeyRangePlanner;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.load.LoadRun;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies a table in units while others write to it. The units are its partitions if both tables have the same
 * partitioning; ranges of the first key column in a large table without partitions; otherwise, the whole table is one
 * unit. A unit that has changed since its copy is emptied in the new table, and copied again.
 *
 * <p>The label of each copy contains the fingerprint of its unit, so a run that resumes this one knows which versions
 * are copied. It compares these copies with the old table before it relies on them.
 *
 * <p>Call {@link #begin} first. The other methods get the present name of the old table, because the swap changes it.
 */
final class PartitionedCopy {
    /** The number of copies of a unit after which a difference fails the step, if the old table has not changed. */
    private static final int MAX_FAILED_COMPARISONS = 3;

    private final RunContext context;
    private final StatementStep step;
    private final OnlineRebuild.RebuildTables tables;
    private final StepConnection connection;
    private final CopyThrottle throttle;
    private final RebuildErrors errors;
    private final RebuildOptions options;
    private final CopyUnitPlanner planner;
    private final CopyVerifier verifier;
    private final CopyProgress progress;
    private final StagingPartitions stagingPartitions;
    private final StagingRowRemover rowRemover;
    private final Set<String> earlierCopyFingerprints = new HashSet<>();
    private String stepLabel = "";
    private boolean hasFullCopy;
    private Duration comparisonDuration = Duration.ZERO;

    /** The two tables at one moment. */
    private record TableStates(
            PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot, List<CopyUnit> units) {
        Optional<CopyUnit> findUnit(String unitName) {
            return units.stream().filter(unit -> unit.name().equals(unitName)).findFirst();
        }
    }

    PartitionedCopy(
            RunContext context,
            StatementStep step,
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
        this.planner = CopyUnitPlanner.of(tables.oldTable(), tables.stagingTable(), tables.copyStatement());
        this.verifier = new CopyVerifier(context, step, tables);
        this.stagingPartitions =
                new StagingPartitions(context, step, tables.oldTable(), tables.stagingName(), tables.stagingTable());
        this.rowRemover = new StagingRowRemover(context, step, tables.stagingName());
        this.progress = context.copyProgressByTable().computeIfAbsent(tables.stagingName(), name -> new CopyProgress());
    }

    /** Begins the step in the ledger, waits for copies of an earlier run, and reads which of them succeeded. */
    void begin() {
        stepLabel = LoadRun.determineLabel(
                context, tables.loadStep(), context.ledger().beginStep(step.number()));
        List<CopyLabel> earlierCopies = new EarlierCopies(
                        context,
                        step,
                        connection,
                        tables.stagingName().database(),
                        stepLabel,
                        EnumSet.allOf(CopyLabel.Scope.class))
                .awaitSucceeded();
        earlierCopyFingerprints.clear();
        earlierCopies.stream()
                .filter(copy -> copy.scope() == CopyLabel.Scope.UNIT)
                .forEach(copy -> earlierCopyFingerprints.add(copy.fingerprint()));
        hasFullCopy = !earlierCopies.isEmpty() && earlierCopyFingerprints.isEmpty();
    }

    /**
     * Returns whether an earlier run copied all rows with one statement while nothing wrote to the table, so no single
     * partition was copied. If writers are stopped, this is also assumed if the server lists no copy at all.
     */
    boolean hasOnlyFullCopy() {
        boolean areCopiesUnknown =
                options.swapMode() == RebuildOptions.SwapMode.STOPPED_WRITERS && earlierCopyFingerprints.isEmpty();
        return (hasFullCopy || areCopiesUnknown) && progress.isEmpty();
    }

    /**
     * Copies changed units in rounds, until the remaining ones can be copied in half of the time for which the table
     * may be unavailable.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if this takes more than the permitted rounds
     */
    void copyInRounds(ObjectName sourceName) {
        if (hasFullCopy && progress.isEmpty()) {
            // The new table is emptied as a whole: if only some partitions were emptied, a later run with stopped
            // writers could count them as copied.
            rowRemover.removeAll(connection);
            hasFullCopy = false;
        }
        planner.fullCopyReason()
                .filter(reason -> progress.isEmpty()
                        && determineRangeConditions(sourceName).isEmpty())
                .ifPresent(reason ->
                        context.warn(tables.tableName() + " is copied as a whole in each round, because " + reason));
        Duration maxDuration = options.maxUnavailability().dividedBy(2);
        for (int roundNumber = 1; ; roundNumber++) {
            List<CopyUnit> openUnits = prepareOpenUnits(sourceName, false, CopyListener.DO_NOTHING);
            // While the table is unavailable, ranges are also compared again, which takes a part of the time.
            if (openUnits.isEmpty()
                    || progress.mayCopyWithin(
                            openUnits, options.maxParallel(), maxDuration.minus(comparisonDuration))) {
                return;
            }
            if (roundNumber > options.maxRounds()) {
                throw errors.tooManyRounds(
                        options.maxRounds(),
                        openUnits.size(),
                        progress.estimateDuration(openUnits, options.maxParallel()),
                        maxDuration);
            }
            copyAll(sourceName, openUnits, createRound(openUnits));
        }
    }

    private CopyRound createRound(List<CopyUnit> units) {
        return new CopyRound(context, step, tables.tableName(), throttle, progress, units);
    }

    private void copyAll(ObjectName sourceName, List<CopyUnit> units, CopyListener listener) {
        new CopyWorkers(context, connection, options.maxParallel())
                .run(units, (workerConnection, unit) -> copyUnit(workerConnection, sourceName, unit), listener);
    }

    /**
     * Copies changed units in rounds, until a comparison finds no change.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if this takes more than the permitted rounds
     */
    void copyCompletely(ObjectName sourceName) {
        List<CopyUnit> openUnits = prepareOpenUnits(sourceName, true, CopyListener.DO_NOTHING);
        for (int roundNumber = 1; !openUnits.isEmpty(); roundNumber++) {
            if (roundNumber > options.maxRounds()) {
                throw errors.continuallyChangingTable(options.maxRounds());
            }
            copyAll(sourceName, openUnits, createRound(openUnits));
            openUnits = prepareOpenUnits(sourceName, true, CopyListener.DO_NOTHING);
        }
    }

    /**
     * Copies the changed units of a table to which nothing can write any more, and compares all rows that are not
     * compared yet.
     *
     * @param timeCheck throws an exception if no time is left
     */
    void copyRemaining(ObjectName sourceName, Runnable timeCheck) {
        CopyListener listener = new CopyListener() {
            @Override
            public void beforeUnit() {
                timeCheck.run();
            }
        };
        for (List<CopyUnit> openUnits = prepareOpenUnits(sourceName, true, listener);
                !openUnits.isEmpty();
                openUnits = prepareOpenUnits(sourceName, true, listener)) {
            copyAll(sourceName, openUnits, listener);
        }
        timeCheck.run();
        verifier.requireSameRowCount(connection, sourceName);
    }

    /** Restores the properties of the new table, right before it replaces the old one. */
    void prepareSwap() {
        stagingPartitions.restoreProperties(connection);
    }

    /** Returns the units that have changed in the old table since their copy, without copying them. */
    List<CopyUnit> findLateUnits(ObjectName sourceName) {
        boolean hasRanges = !determineRangeConditions(sourceName).isEmpty();
        TableStates tableStates = readStates(connection, sourceName, tables.tableName());
        List<CopyUnit> allUnits = tableStates.units();
        if (!hasRanges) {
            return progress.findChangedUnits(allUnits);
        }
        return progress.isUnchangedSinceComparison(tableStates.sourceSnapshot())
                .map(isUnchanged -> isUnchanged
                        ? List.<CopyUnit>of()
                        : planner.createUnits(tableStates.sourceSnapshot(), tableStates.targetSnapshot()))
                // Another run has swapped the tables.
                .orElseGet(() -> findDifferingUnits(sourceName, tables.tableName(), allUnits, CopyListener.DO_NOTHING));
    }

    /**
     * Returns the conditions of the ranges into which the table is divided; empty if it is copied by partitions or as a
     * whole. The first call determines the ranges of the run; an earlier run may have had other ranges.
     */
    private List<String> determineRangeConditions(ObjectName sourceName) {
        List<String> rangeConditions = progress.rangeConditions();
        if (rangeConditions == null) {
            rangeConditions = createRangeConditions(sourceName);
            progress.setRangeConditions(rangeConditions);
        }
        return rangeConditions;
    }

    private List<String> createRangeConditions(ObjectName sourceName) {
        Optional<KeyRangePlanner> keyRanges =
                KeyRangePlanner.createIfComparable(tables.oldTable(), tables.stagingTable(), tables.copyStatement());
        if (planner.fullCopyReason().isEmpty() || !verifier.comparesValues() || keyRanges.isEmpty()) {
            return List.of();
        }
        long rowCount = verifier.countRows(connection, sourceName, List.of());
        int rangeCount = KeyRangePlanner.computeRangeCount(rowCount, options.rangeRows());
        if (rangeCount < 2) {
            return List.of();
        }
        List<String> sampledValues = connection
                .runIdempotent(
                        context::createBackoff,
                        openConnection -> openConnection.fetchRows(
                                keyRanges.get().renderSampleQuery(sourceName, rowCount, rangeCount)))
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
        return keyRanges.get().createConditions(sampledValues, rangeCount);
    }

    /**
     * Returns the ranges whose rows differ in the two tables.
     *
     * @param requiresStableSource whether all ranges have to be compared in the same state of the old table
     * @param listener called before each comparison
     */
    private List<CopyUnit> findDifferingRanges(
            ObjectName sourceName, boolean requiresStableSource, CopyListener listener) {
        for (int attemptNumber = 1; ; attemptNumber++) {
            TableStates statesBefore = readStates(connection, sourceName, tables.stagingName());
            if (progress.isKnownEqual(statesBefore.sourceSnapshot(), statesBefore.targetSnapshot())) {
                return List.of();
            }
            if (statesBefore.targetSnapshot().isPristine()) {
                return statesBefore.units();
            }
            List<CopyUnit> openUnits =
                    findDifferingUnits(sourceName, tables.stagingName(), statesBefore.units(), listener);
            TableStates statesAfter = readStates(connection, sourceName, tables.stagingName());
            boolean isUnchanged = statesAfter
                            .sourceSnapshot()
                            .fingerprint()
                            .equals(statesBefore.sourceSnapshot().fingerprint())
                    && statesAfter
                            .targetSnapshot()
                            .fingerprint()
                            .equals(statesBefore.targetSnapshot().fingerprint());
            if (openUnits.isEmpty() && isUnchanged) {
                progress.noteEqual(statesAfter.sourceSnapshot(), statesAfter.targetSnapshot());
            }
            if (!openUnits.isEmpty() || isUnchanged || !requiresStableSource) {
                return openUnits;
            }
            if (attemptNumber == options.maxRounds()) {
                throw errors.continuallyChangingTable(attemptNumber);
            }
        }
    }

    private List<CopyUnit> findDifferingUnits(
            ObjectName sourceName, ObjectName targetName, List<CopyUnit> units, CopyListener listener) {
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Set<CopyUnit> differingUnits = ConcurrentHashMap.newKeySet();
        new CopyWorkers(context, connection, options.maxParallel())
                .run(
                        units,
                        (workerConnection, unit) -> {
                            if (!verifier.isRangeEqual(workerConnection, sourceName, targetName, unit)) {
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

    /** Reads both tables, and notes in the progress which of their units an earlier run has copied. */
    private TableStates readStates(StepConnection workerConnection, ObjectName sourceName, ObjectName targetName) {
        PartitionSnapshot sourceSnapshot = workerConnection.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, sourceName));
        PartitionSnapshot targetSnapshot = workerConnection.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, targetName));
        List<String> rangeConditions = Objects.requireNonNullElse(progress.rangeConditions(), List.of());
        if (!rangeConditions.isEmpty()) {
            return new TableStates(
                    sourceSnapshot,
                    targetSnapshot,
                    CopyUnitPlanner.createRangeUnits(rangeConditions, sourceSnapshot, targetSnapshot));
        }
        List<CopyUnit> units = planner.createUnits(sourceSnapshot, targetSnapshot);
        units.forEach(unit -> progress.noteEarlierCopy(unit, earlierCopyFingerprints));
        return new TableStates(sourceSnapshot, targetSnapshot, units);
    }

    /**
     * Prepares the new table for the next copies, and returns the units that have to be copied. If the table is not
     * divided into ranges, this creates the partitions of the old table in the new one, empties the partitions that the
     * old table no longer has, and compares the copies that are not compared yet.
     *
     * @param requiresStableSource whether all ranges have to be compared in the same state of the old table
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the new table can't have the partitions of
     *     the old one
     */
    private List<CopyUnit> prepareOpenUnits(
            ObjectName sourceName, boolean requiresStableSource, CopyListener listener) {
        if (!determineRangeConditions(sourceName).isEmpty()) {
            return findDifferingRanges(sourceName, requiresStableSource, listener);
        }
        TableStates tableStates = readStates(connection, sourceName, tables.stagingName());
        // If the table is copied as a whole, the server may print equal values of the two tables differently.
        PartitionSnapshot alignedSnapshot = planner.fullCopyReason().isEmpty()
                ? tableStates.sourceSnapshot()
                : tableStates.sourceSnapshot().withoutExistingIn(tableStates.targetSnapshot());
        if (stagingPartitions.alignPartitions(connection, sourceName, alignedSnapshot, tableStates.targetSnapshot())) {
            tableStates = readStates(connection, sourceName, tables.stagingName());
        }
        planner.findMisplacedPartitionName(
                        tableStates.sourceSnapshot(),
                        tableStates.targetSnapshot(),
                        !tables.stagingTable().createsPartitions())
                .ifPresent(name -> {
                    throw errors.misplacedPartition(name);
                });
        rowRemover.removePartitions(
                connection,
                planner.findLeftoverPartitionNames(tableStates.sourceSnapshot(), tableStates.targetSnapshot()));
        List<CopyUnit> openUnits = new ArrayList<>(progress.findUncopiedUnits(tableStates.units()));
        for (CopyUnit unit : progress.findUncomparedUnits(tableStates.units())) {
            listener.beforeUnit();
            if (verifier.isUnitEqual(connection, sourceName, unit)) {
                progress.noteComparison(unit);
            } else {
                openUnits.add(unit);
            }
        }
        return openUnits;
    }

    /** Copies a unit, possibly at the same time as other units are copied on other connections. */
    private void copyUnit(StepConnection workerConnection, ObjectName sourceName, CopyUnit unit) {
        CopyUnit copiedUnit = unit;
        for (int attemptNumber = 1; ; attemptNumber++) {
            context.cancellation().requireNotCancelled();
            Ticker.Stopwatch stopwatch = context.ticker().start();
            rowRemover.removeUnit(workerConnection, copiedUnit);
            context.ledger().requireHeld();
            String label = stepLabel
                    + CopyLabel.renderUnitSuffix(
                            copiedUnit.sourceFingerprint(),
                            context.ledger().acquiredSequence(),
                            progress.nextAttemptNumber());
            new LoadRun(context, tables.loadStep(), workerConnection)
                    .runPart(
                            tables.copyStatement()
                                            .renderInsert(sourceName, copiedUnit.partitionNames(), tables.stagingName())
                                    + copiedUnit.whereClause(),
                            label);
            Optional<CopyUnit> unitAfter = readStates(workerConnection, sourceName, tables.stagingName())
                    .findUnit(unit.name());
            if (unitAfter.isEmpty()) {
                // The partition was dropped during its copy: the next round empties the copy.
                return;
            }
            boolean isEqual = verifier.isUnitEqual(workerConnection, sourceName, unitAfter.get());
            boolean isChanged = !isEqual && hasSourceChanged(workerConnection, sourceName, copiedUnit);
            if (isEqual || isChanged) {
                progress.noteCopy(copiedUnit, unitAfter.get(), isEqual, stopwatch.elapsed());
                return;
            }
            if (attemptNumber == MAX_FAILED_COMPARISONS) {
                throw unitAfter.get().targetFingerprint().isEmpty()
                        ? errors.misplacedPartition(unit.name())
                        : verifier.createDifferenceException(workerConnection, sourceName, unit);
            }
            copiedUnit = unitAfter.get();
        }
    }

    private boolean hasSourceChanged(StepConnection workerConnection, ObjectName sourceName, CopyUnit copiedUnit) {
        return !readStates(workerConnection, sourceName, tables.stagingName())
                .findUnit(copiedUnit.name())
                .map(CopyUnit::sourceFingerprint)
                .equals(Optional.of(copiedUnit.sourceFingerprint()));
    }
}
