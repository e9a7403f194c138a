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
 * Copies a table by partitions, while others write to it. A partition whose visible version has changed since its copy
 * is emptied in the new table, and copied again.
 *
 * <p>Each copy has a label with the id and the version of its partition, so that a run that resumes this one knows what
 * is copied. It compares these copies with the old table before it relies on them.
 */
final class PartitionedCopy {
    /** The number of times that a copy may differ from the old table although the old table does not change. */
    private static final int MAX_DIFFERENCES = 3;

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final OnlineRebuild.RebuildTables tables;
    private final StepConnection connection;
    private final CopyThrottle throttle;
    private final RebuildErrors errors;
    private final RebuildOptions options;
    private final CopyUnitPlanner plan;
    private final CopyComparison comparison;
    private final CopyProgress progress;
    private final StagingPartitions partitions;
    private final Set<String> earlierCopies = new HashSet<>();
    private String labelPrefix = "";
    private boolean isFullCopy;
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
        this.plan = CopyUnitPlanner.of(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
        this.comparison = new CopyComparison(context, step, tables);
        this.partitions = new StagingPartitions(
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

    /** Reads which copies succeeded, and returns the label of one that is still running; empty if none is. */
    private Optional<String> readEarlierCopies() {
        String wholeLabel = labelPrefix.substring(0, labelPrefix.length() - 1);
        List<NamedRow> loads = connection.runIdempotent(
                context::createBackoff,
                worker -> worker.fetchNamedRows("SHOW LOAD FROM "
                        + SqlQuoting.quoteName(tables.replacementName().database()) + " WHERE LABEL LIKE "
                        + SqlQuoting.quoteText(wholeLabel + "%")));
        Optional<String> runningLabel = Optional.empty();
        earlierCopies.clear();
        isFullCopy = false;
        for (NamedRow load : loads) {
            String label = load.text("Label");
            boolean isWhole = FullTableCopy.isLabel(label, wholeLabel);
            boolean isOfUnit = !isWhole && label.startsWith(labelPrefix);
            if (!isOfUnit && !isWhole) {
                continue;
            }
            if (load.text("State").equals("FINISHED")) {
                isFullCopy |= isWhole;
                if (isOfUnit) {
                    earlierCopies.add(label.substring(labelPrefix.length(), label.lastIndexOf("_t")));
                }
            } else if (!load.text("State").equals("CANCELLED")) {
                runningLabel = Optional.of(label);
            }
        }
        isFullCopy &= earlierCopies.isEmpty();
        return runningLabel;
    }

    /**
     * Returns whether no partition was copied, because an earlier run copied all rows by one statement while nothing
     * wrote to the table.
     */
    boolean hadFullCopy() {
        boolean isUnknown = options.swapMode() == RebuildOptions.SwapMode.STOPPED_WRITERS && earlierCopies.isEmpty();
        return (isFullCopy || isUnknown) && progress.isEmpty();
    }

    /**
     * Copies what has changed, until the rest can be copied in half of the time for which the table may be unavailable.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if this does not happen within the permitted number of
     *     rounds
     */
    void copyInRounds(ObjectName sourceTable) {
        if (isFullCopy && progress.isEmpty()) {
            // If only some of its partitions were emptied, a run without writers could take them for copied.
            truncate(connection, "");
            isFullCopy = false;
        }
        plan.fullCopyReason()
                .filter(reason ->
                        progress.isEmpty() && findOrCreateRanges(sourceTable).isEmpty())
                .ifPresent(reason ->
                        context.warn(tables.oldName() + " is copied as a whole in each round, because " + reason));
        Duration maxDuration = options.maxUnavailability().dividedBy(2);
        for (int round = 1; ; round++) {
            List<CopyUnit> openUnits = findOpenUnits(sourceTable, false, CopyListener.NONE);
            // Ranges are compared once more when the table is unavailable.
            if (openUnits.isEmpty()
                    || progress.mayCopyWithin(
                            openUnits, options.maxParallel(), maxDuration.minus(comparisonDuration))) {
                return;
            }
            if (round > options.maxRounds()) {
                throw errors.endlessRounds(
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
                .run(units, (worker, unit) -> copyUnit(worker, sourceTable, unit), listener);
    }

    /**
     * Copies what has changed, until a comparison finds no change.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if this does not happen within the permitted number of
     *     rounds
     */
    void copyCompletely(ObjectName sourceTable) {
        List<CopyUnit> openUnits = findOpenUnits(sourceTable, true, CopyListener.NONE);
        for (int round = 1; !openUnits.isEmpty(); round++) {
            if (round > options.maxRounds()) {
                throw errors.busyTable(options.maxRounds());
            }
            copyAll(sourceTable, openUnits, createRound(openUnits));
            openUnits = findOpenUnits(sourceTable, true, CopyListener.NONE);
        }
    }

    /**
     * Copies what has changed in a table that nothing can write to any more, and compares all rows that are not
     * compared yet.
     *
     * @param permissionCheck throws an exception if there is no time left
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
        comparison.requireSameNumber(connection, sourceTable);
    }

    /** Prepares the new table for the place of the old one. */
    void prepareSwap() {
        partitions.restoreProperties(connection);
    }

    /** Returns the units that have changed in the old table since their copy, without copying them. */
    List<CopyUnit> findLateUnits(ObjectName sourceTable) {
        boolean hasRanges = !findOrCreateRanges(sourceTable).isEmpty();
        TableStates states = readStates(connection, sourceTable, tables.oldName());
        List<CopyUnit> allUnits = states.units();
        if (!hasRanges) {
            return progress.findChangedUnits(allUnits);
        }
        return progress.isUnchanged(states.source())
                .map(isUnchanged ->
                        isUnchanged ? List.<CopyUnit>of() : plan.createUnits(states.source(), states.target()))
                // Another run has swapped the tables.
                .orElseGet(() -> findDifferingUnits(sourceTable, tables.oldName(), allUnits, CopyListener.NONE));
    }

    /**
     * Returns the conditions of the ranges into which the table is divided; empty if it is copied by partitions or as a
     * whole. This is decided once in a run, so another run may have had other ranges.
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
        Optional<KeyRanges> keys =
                KeyRanges.createIfComparable(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
        if (plan.fullCopyReason().isEmpty() || !comparison.comparesValues() || keys.isEmpty()) {
            return List.of();
        }
        long rows = comparison.countRows(connection, sourceTable, List.of());
        int rangeCount = KeyRanges.countRanges(rows, options.rangeRows());
        if (rangeCount < 2) {
            return List.of();
        }
        List<String> sample = connection
                .runIdempotent(
                        context::createBackoff,
                        worker -> worker.fetchRows(keys.get().renderSampleQuery(sourceTable, rows, rangeCount)))
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
        return keys.get().createConditions(sample, rangeCount);
    }

    /**
     * Returns the ranges whose rows differ in the two tables.
     *
     * @param isStrict whether all ranges have to be compared in the same state of the old table
     * @param listener called before each comparison
     */
    private List<CopyUnit> findDifferingRanges(ObjectName sourceTable, boolean isStrict, CopyListener listener) {
        for (int attempt = 1; ; attempt++) {
            TableStates before = readStates(connection, sourceTable, tables.replacementName());
            if (progress.isEqual(before.source(), before.target())) {
                return List.of();
            }
            if (before.target().isPristine()) {
                return before.units();
            }
            List<CopyUnit> openUnits =
                    findDifferingUnits(sourceTable, tables.replacementName(), before.units(), listener);
            TableStates after = readStates(connection, sourceTable, tables.replacementName());
            boolean isUnchanged = after.source().token().equals(before.source().token())
                    && after.target().token().equals(before.target().token());
            if (openUnits.isEmpty() && isUnchanged) {
                progress.noteEqual(after.source(), after.target());
            }
            if (!openUnits.isEmpty() || isUnchanged || !isStrict) {
                return openUnits;
            }
            if (attempt == options.maxRounds()) {
                throw errors.busyTable(attempt);
            }
        }
    }

    private List<CopyUnit> findDifferingUnits(
            ObjectName sourceTable, ObjectName targetTable, List<CopyUnit> units, CopyListener listener) {
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Set<CopyUnit> openUnits = ConcurrentHashMap.newKeySet();
        new CopyWorkers(context, connection, options.maxParallel())
                .run(
                        units,
                        (worker, unit) -> {
                            if (!comparison.isEqualRange(worker, sourceTable, targetTable, unit)) {
                                openUnits.add(unit);
                            }
                        },
                        listener);
        comparisonDuration = stopwatch.elapsed();
        return units.stream().filter(openUnits::contains).toList();
    }

    /** Returns whether nothing was written to a unit of the new table since this run copied it. */
    boolean isUntouched(CopyUnit unit) {
        return progress.isUntouched(unit);
    }

    private TableStates readStates(StepConnection worker, ObjectName sourceTable, ObjectName targetTable) {
        PartitionSnapshot sourceSnapshot = worker.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, sourceTable));
        PartitionSnapshot targetSnapshot = worker.runIdempotent(
                context::createBackoff, openConnection -> PartitionSnapshot.read(openConnection, targetTable));
        List<String> ranges = Objects.requireNonNullElse(progress.ranges(), List.of());
        if (!ranges.isEmpty()) {
            return new TableStates(
                    sourceSnapshot,
                    targetSnapshot,
                    CopyUnitPlanner.createRangeUnits(ranges, sourceSnapshot, targetSnapshot));
        }
        List<CopyUnit> units = plan.createUnits(sourceSnapshot, targetSnapshot);
        units.forEach(unit -> progress.noteEarlierCopy(unit, earlierCopies));
        return new TableStates(sourceSnapshot, targetSnapshot, units);
    }

    /**
     * Returns the units that have to be copied. If the table is not divided into ranges, this first lets the new table
     * have the partitions of the old one, empties the partitions that the old table no longer has, and compares the
     * copies that are not compared yet.
     *
     * @param isStrict whether all ranges have to be compared in the same state of the old table
     * @throws dev.cairn.upgrade.MigrationException.StepException if the new table can't have the partitions of the old
     *     one
     */
    private List<CopyUnit> findOpenUnits(ObjectName sourceTable, boolean isStrict, CopyListener listener) {
        if (!findOrCreateRanges(sourceTable).isEmpty()) {
            return findDifferingRanges(sourceTable, isStrict, listener);
        }
        TableStates states = readStates(connection, sourceTable, tables.replacementName());
        if (plan.fullCopyReason().isEmpty()
                && partitions.alignPartitions(connection, sourceTable, states.source(), states.target())) {
            states = readStates(connection, sourceTable, tables.replacementName());
        }
        plan.findMisplacedPartition(
                        states.source(),
                        states.target(),
                        !tables.replacementTable().createsPartitions())
                .ifPresent(name -> {
                    throw errors.misplacedPartition(name);
                });
        truncate(connection, plan.findLeftovers(states.source(), states.target()));
        List<CopyUnit> openUnits = new ArrayList<>(progress.findUncopiedUnits(states.units()));
        for (CopyUnit unit : progress.findUncomparedUnits(states.units())) {
            if (comparison.isEqual(connection, sourceTable, unit)) {
                progress.noteComparison(unit);
            } else {
                openUnits.add(unit);
            }
        }
        return openUnits;
    }

    private void truncate(StepConnection worker, List<String> partitions) {
        if (!partitions.isEmpty()) {
            truncate(
                    worker,
                    " PARTITION ("
                            + partitions.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", ")) + ")");
        }
    }

    private void truncate(StepConnection worker, String partitionClause) {
        context.ledger().requireHeld();
        worker.runIdempotent(context::createBackoff, openConnection -> {
            openConnection.execute(
                    "TRUNCATE TABLE " + SqlQuoting.quoteName(tables.replacementName()) + partitionClause);
            return openConnection;
        });
    }

    private void deleteRows(StepConnection worker, CopyUnit unit) {
        context.ledger().requireHeld();
        worker.runIdempotent(context::createBackoff, openConnection -> {
            openConnection.execute(
                    "DELETE FROM " + SqlQuoting.quoteName(tables.replacementName()) + unit.whereClause());
            return openConnection;
        });
    }

    /** Copies a unit, possibly at the same time as other units are copied on other connections. */
    private void copyUnit(StepConnection worker, ObjectName sourceTable, CopyUnit unit) {
        CopyUnit before = unit;
        for (int attempt = 1; ; attempt++) {
            context.cancellation().throwIfCancelled();
            Ticker.Stopwatch stopwatch = context.ticker().start();
            if (before.mayHaveRows()) {
                if (before.isRange()) {
                    deleteRows(worker, before);
                } else if (before.isWholeTable()) {
                    truncate(worker, "");
                } else {
                    truncate(worker, before.partitions());
                }
            }
            context.ledger().requireHeld();
            String label = labelPrefix + before.sourceToken() + "_t"
                    + context.ledger().acquiredSequence() + "_" + progress.nextAttempt();
            new LoadRun(context, tables.load(), worker)
                    .runPart(
                            tables.copyStatement()
                                            .renderInsert(sourceTable, before.partitions(), tables.replacementName())
                                    + before.whereClause(),
                            label);
            Optional<CopyUnit> after =
                    readStates(worker, sourceTable, tables.replacementName()).findUnit(unit.name());
            if (after.isEmpty()) {
                // The partition was dropped meanwhile: its copy will be found in the next round.
                return;
            }
            boolean isEqual = comparison.isEqual(worker, sourceTable, after.get());
            boolean isChanged = !isEqual && isChanged(worker, sourceTable, before);
            if (isEqual || isChanged) {
                progress.noteCopy(before, after.get(), isEqual, stopwatch.elapsed());
                return;
            }
            if (attempt == MAX_DIFFERENCES) {
                throw after.get().targetToken().isEmpty()
                        ? errors.misplacedPartition(unit.name())
                        : comparison.createDifferenceFailure(worker, sourceTable, unit);
            }
            before = after.get();
        }
    }

    private boolean isChanged(StepConnection worker, ObjectName sourceTable, CopyUnit before) {
        return !readStates(worker, sourceTable, tables.replacementName())
                .findUnit(before.name())
                .map(CopyUnit::sourceToken)
                .equals(Optional.of(before.sourceToken()));
    }
}
