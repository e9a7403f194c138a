package dev.cairn.internal.copy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The copied parts, and the time that each took. Rounds of copies follow each other; each of them copies the units
 * whose rows have changed since. Copies that are made side by side may call it from several threads.
 */
public final class CopyProgress {
    private final Map<String, Copy> copies = new HashMap<>();
    private @Nullable PartitionSnapshot snapshotBeforeFullCopy;
    private int attempts;
    private int rounds;
    private @Nullable List<String> ranges;
    private String equalTokens = "";

    /**
     * A copy of one unit.
     *
     * @param sourceToken the state of the old table before the copy; the copy may also contain later rows
     * @param targetToken the state of the new table after the copy; null if an earlier run made the copy
     * @param duration null if an earlier run made the copy
     */
    private record Copy(
            String sourceToken,
            @Nullable String targetToken,
            boolean isCompared,
            @Nullable Duration duration) {}

    /** Divides the table into ranges of rows. Their conditions stay the same for the whole run. */
    public synchronized void divideIntoRanges(List<String> conditions) {
        ranges = List.copyOf(conditions);
    }

    /**
     * Returns the conditions of the ranges into which the table is divided; an empty list if it is not divided. Returns
     * null before that is decided.
     */
    public synchronized @Nullable List<String> ranges() {
        return ranges;
    }

    /** Notes that all ranges were found equal while the two tables were in these states. */
    public synchronized void noteEqual(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        equalTokens = sourceSnapshot.token() + " " + targetSnapshot.token();
    }

    /** Returns whether all ranges were found equal in these states. */
    public synchronized boolean isEqual(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        return equalTokens.equals(sourceSnapshot.token() + " " + targetSnapshot.token());
    }

    /**
     * Returns whether ranges were found equal, and the old table has not changed since; empty if none were compared.
     */
    public synchronized Optional<Boolean> isUnchanged(PartitionSnapshot sourceSnapshot) {
        return equalTokens.isEmpty()
                ? Optional.empty()
                : Optional.of(equalTokens.startsWith(sourceSnapshot.token() + " "));
    }

    /** Notes that one statement copies all rows of the old table, and the partitions of the table before that. */
    public synchronized void noteFullCopy(PartitionSnapshot before) {
        snapshotBeforeFullCopy = before;
    }

    /** Returns the partitions of the old table before this run copied all rows; empty if it did not. */
    public synchronized Optional<PartitionSnapshot> snapshotBeforeFullCopy() {
        return Optional.ofNullable(snapshotBeforeFullCopy);
    }

    /** Notes a copy of an earlier run, of which only its label is known. */
    public synchronized void noteEarlierCopy(CopyUnit unit, Set<String> tokens) {
        if (!copies.containsKey(unit.name()) && tokens.contains(unit.sourceToken())) {
            copies.put(unit.name(), new Copy(unit.sourceToken(), null, false, null));
        }
    }

    /**
     * Notes a copy.
     *
     * @param before the unit before the copy
     * @param after the unit after it
     * @param isCompared whether the rows were found equal
     */
    public synchronized void noteCopy(CopyUnit before, CopyUnit after, boolean isCompared, Duration duration) {
        copies.put(before.name(), new Copy(before.sourceToken(), after.targetToken(), isCompared, duration));
    }

    /** Notes that the rows of a unit were found equal after its copy. */
    public synchronized void noteComparison(CopyUnit unit) {
        Copy copy = copies.get(unit.name());
        if (copy != null) {
            copies.put(unit.name(), new Copy(copy.sourceToken(), unit.targetToken(), true, copy.duration()));
        }
    }

    /** Returns the units that are copied, but not compared. */
    public synchronized List<CopyUnit> uncomparedUnits(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> !needsCopy(unit)
                        && copies.containsKey(unit.name())
                        && !copies.get(unit.name()).isCompared())
                .toList();
    }

    /** Returns the units that have to be copied, for the first time or again. */
    public synchronized List<CopyUnit> uncopiedUnits(List<CopyUnit> units) {
        return units.stream().filter(this::needsCopy).toList();
    }

    private boolean needsCopy(CopyUnit unit) {
        Copy copy = copies.get(unit.name());
        if (copy == null) {
            return !unit.isPristine();
        }
        boolean isTargetChanged =
                copy.targetToken() != null && !copy.targetToken().equals(unit.targetToken());
        return isTargetChanged || !copy.sourceToken().equals(unit.sourceToken());
    }

    /** Returns the units whose rows in the old table have changed since they were copied. */
    public synchronized List<CopyUnit> changedUnits(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> {
                    Copy copy = copies.get(unit.name());
                    return copy == null
                            ? !unit.isPristine()
                            : !copy.sourceToken().equals(unit.sourceToken());
                })
                .toList();
    }

    /**
     * Returns whether nothing was written to a unit of the new table, except by its copy. Returns
     * false after a copy of an earlier run, whose result is not known.
     */
    public synchronized boolean isUntouched(CopyUnit unit) {
        Copy copy = copies.get(unit.name());
        return copy == null ? !unit.mayHaveRows() : unit.targetToken().equals(copy.targetToken());
    }

    /** Returns whether no part has been copied yet. */
    public synchronized boolean isEmpty() {
        return copies.isEmpty();
    }

    /** Returns a new number for each attempt to copy something. */
    public synchronized int nextAttempt() {
        return ++attempts;
    }

    /** Returns the number of a round that begins, counted in the whole run. */
    public synchronized int nextRound() {
        return ++rounds;
    }

    /** Returns whether all units were copied before, and their last copies took no longer than the given time. */
    public synchronized boolean canCopyWithin(List<CopyUnit> units, int parallelism, Duration limit) {
        Duration estimate = estimateDuration(units, parallelism);
        return estimate != null && estimate.compareTo(limit) <= 0;
    }

    /**
     * Returns how long the last copies of the units took, as if they were made side by side. Returns null if one of
     * them was not copied in this run.
     */
    public synchronized @Nullable Duration estimateDuration(List<CopyUnit> units, int parallelism) {
        Duration totalDuration = Duration.ZERO;
        Duration longest = Duration.ZERO;
        for (CopyUnit unit : units) {
            Copy copy = copies.get(unit.name());
            if (copy == null || copy.duration() == null) {
                return null;
            }
            totalDuration = totalDuration.plus(copy.duration());
            longest = copy.duration().compareTo(longest) > 0 ? copy.duration() : longest;
        }
        Duration evenShare = totalDuration.dividedBy(parallelism);
        return evenShare.compareTo(longest) > 0 ? evenShare : longest;
    }

    /** Returns how long the last copies of the units took together; those that this run did not copy do not count. */
    public synchronized Duration totalDuration(List<CopyUnit> units) {
        return units.stream()
                .map(unit -> copies.get(unit.name()))
                .filter(Objects::nonNull)
                .map(Copy::duration)
                .filter(Objects::nonNull)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
