package dev.cairn.internal.copy;

import dev.cairn.internal.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The units of a table that a rebuild has copied, and the time that each copy took. Each round copies the units whose
 * rows have changed since their last copy. Thread-safe, because copies run in parallel.
 */
public final class CopyProgress {
    private final Map<String, Copy> copyByUnitName = new HashMap<>();
    private @Nullable PartitionSnapshot snapshotBeforeFullCopy;
    private int attemptCount;
    private int roundCount;
    private @Nullable List<String> rangeConditions;
    private String joinedEqualFingerprints = "";

    /**
     * A copy of one unit.
     *
     * @param sourceFingerprint the state of the old table before the copy; the copy may also contain later rows
     * @param targetFingerprint the state of the new table after the copy; null if an earlier run made the copy, and its
     *     rows have not been compared since
     * @param isCompared whether the rows of both tables were found equal after the copy
     * @param duration null if an earlier run made the copy
     */
    private record Copy(
            String sourceFingerprint,
            @Nullable String targetFingerprint,
            boolean isCompared,
            @Nullable Duration duration) {}

    /** Divides the table into ranges of rows with these conditions, which stay the same for the whole run. */
    public synchronized void setRangeConditions(List<String> conditions) {
        rangeConditions = List.copyOf(conditions);
    }

    /**
     * Returns the conditions of the ranges into which the table is divided; an empty list if it is not divided. Returns
     * null before this is decided.
     */
    public synchronized @Nullable List<String> rangeConditions() {
        return rangeConditions;
    }

    /** Notes that all ranges were found equal while the two tables were in these states. */
    public synchronized void noteEqual(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        joinedEqualFingerprints = sourceSnapshot.fingerprint() + " " + targetSnapshot.fingerprint();
    }

    /** Returns whether all ranges were found equal in these states. */
    public synchronized boolean isKnownEqual(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        return joinedEqualFingerprints.equals(sourceSnapshot.fingerprint() + " " + targetSnapshot.fingerprint());
    }

    /** Returns whether the old table has not changed since its ranges were found equal; empty if they never were. */
    public synchronized Optional<Boolean> isUnchangedSinceComparison(PartitionSnapshot sourceSnapshot) {
        return joinedEqualFingerprints.isEmpty()
                ? Optional.empty()
                : Optional.of(joinedEqualFingerprints.startsWith(sourceSnapshot.fingerprint() + " "));
    }

    /** Notes that one statement copies all rows of the old table. */
    public synchronized void noteFullCopy(PartitionSnapshot snapshotBeforeCopy) {
        snapshotBeforeFullCopy = snapshotBeforeCopy;
    }

    /**
     * Returns the partitions of the old table before this run copied all rows with one statement; empty if no statement
     * of this run copied all rows.
     */
    public synchronized Optional<PartitionSnapshot> snapshotBeforeFullCopy() {
        return Optional.ofNullable(snapshotBeforeFullCopy);
    }

    /**
     * Notes a copy that an earlier run made, and that is known only by its label. Has no effect if this run has copied
     * the unit, or if no label names the present state of the unit.
     *
     * @param labeledFingerprints the states of the old table that the labels of copies name
     */
    public synchronized void noteEarlierCopy(CopyUnit unit, Set<String> labeledFingerprints) {
        if (!copyByUnitName.containsKey(unit.name()) && labeledFingerprints.contains(unit.sourceFingerprint())) {
            copyByUnitName.put(unit.name(), new Copy(unit.sourceFingerprint(), null, false, null));
        }
    }

    /**
     * Notes a copy.
     *
     * @param unitBefore the unit before the copy
     * @param unitAfter the unit after the copy
     * @param isCompared whether the rows were found equal
     */
    public synchronized void noteCopy(CopyUnit unitBefore, CopyUnit unitAfter, boolean isCompared, Duration duration) {
        copyByUnitName.put(
                unitBefore.name(),
                new Copy(unitBefore.sourceFingerprint(), unitAfter.targetFingerprint(), isCompared, duration));
    }

    /** Notes that the rows of a unit were found equal after its copy. Has no effect if no copy is known. */
    public synchronized void noteComparison(CopyUnit unit) {
        Copy earlierCopy = copyByUnitName.get(unit.name());
        if (earlierCopy != null) {
            copyByUnitName.put(
                    unit.name(),
                    new Copy(earlierCopy.sourceFingerprint(), unit.targetFingerprint(), true, earlierCopy.duration()));
        }
    }

    /** Returns the units that are copied, but not compared. */
    public synchronized List<CopyUnit> findUncomparedUnits(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> !needsCopy(unit)
                        && copyByUnitName.containsKey(unit.name())
                        && !copyByUnitName.get(unit.name()).isCompared())
                .toList();
    }

    /** Returns the units that have to be copied, for the first time or again. */
    public synchronized List<CopyUnit> findUncopiedUnits(List<CopyUnit> units) {
        return units.stream().filter(this::needsCopy).toList();
    }

    private boolean needsCopy(CopyUnit unit) {
        Copy earlierCopy = copyByUnitName.get(unit.name());
        if (earlierCopy == null) {
            return !unit.isPristine();
        }
        boolean isTargetChanged = earlierCopy.targetFingerprint() != null
                && !earlierCopy.targetFingerprint().equals(unit.targetFingerprint());
        return isTargetChanged || !earlierCopy.sourceFingerprint().equals(unit.sourceFingerprint());
    }

    /** Returns the units whose rows in the old table have changed since they were copied. */
    public synchronized List<CopyUnit> findChangedUnits(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> {
                    Copy earlierCopy = copyByUnitName.get(unit.name());
                    return earlierCopy == null
                            ? !unit.isPristine()
                            : !earlierCopy.sourceFingerprint().equals(unit.sourceFingerprint());
                })
                .toList();
    }

    /**
     * Returns whether nothing was written to a unit of the new table, except by its copy. Returns false if only an
     * earlier run has copied the unit, and its rows have not been compared since: the result of that copy is unknown.
     */
    public synchronized boolean isUntouched(CopyUnit unit) {
        Copy earlierCopy = copyByUnitName.get(unit.name());
        return earlierCopy == null
                ? !unit.mayHaveRows()
                : unit.targetFingerprint().equals(earlierCopy.targetFingerprint());
    }

    /** Returns whether no unit has been copied yet. */
    public synchronized boolean isEmpty() {
        return copyByUnitName.isEmpty();
    }

    /** Returns the number of a new attempt to copy something, counted from 1 in the whole run. */
    public synchronized int nextAttemptNumber() {
        return ++attemptCount;
    }

    /** Returns the number of a new round, counted from 1 in the whole run. */
    public synchronized int nextRoundNumber() {
        return ++roundCount;
    }

    /**
     * Returns whether the units can probably be copied in parallel within the given time; false if this run has not
     * copied one of them before.
     */
    public synchronized boolean mayCopyWithin(List<CopyUnit> units, int parallelism, Duration maxDuration) {
        Duration estimatedDuration = estimateDuration(units, parallelism);
        return estimatedDuration != null && estimatedDuration.compareTo(maxDuration) <= 0;
    }

    /**
     * Estimates how long the units take if they are copied in parallel, from the durations of their last copies.
     * Returns null if this run has not copied one of them.
     */
    public synchronized @Nullable Duration estimateDuration(List<CopyUnit> units, int parallelism) {
        Duration totalDuration = Duration.ZERO;
        Duration longestDuration = Duration.ZERO;
        for (CopyUnit unit : units) {
            Copy earlierCopy = copyByUnitName.get(unit.name());
            if (earlierCopy == null || earlierCopy.duration() == null) {
                return null;
            }
            totalDuration = totalDuration.plus(earlierCopy.duration());
            longestDuration = Durations.max(earlierCopy.duration(), longestDuration);
        }
        return Durations.max(totalDuration.dividedBy(parallelism), longestDuration);
    }

    /** Returns the sum of the durations of the units' last copies in this run. */
    public synchronized Duration totalDuration(List<CopyUnit> units) {
        return units.stream()
                .map(unit -> copyByUnitName.get(unit.name()))
                .filter(Objects::nonNull)
                .map(Copy::duration)
                .filter(Objects::nonNull)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
