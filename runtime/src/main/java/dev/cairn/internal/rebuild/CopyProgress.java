package dev.cairn.internal.rebuild;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is copied, and how long that took. Rounds of copies follow each other; each of them copies the units whose rows
 * have changed since.
 */
public final class CopyProgress {
    private final Map<String, Copy> copies = new HashMap<>();
    private @Nullable PartitionSnapshot allBefore;
    private int attempts;

    /**
     * A copy of one unit.
     *
     * @param token the state of the old table before the copy; the copy may also contain later rows
     * @param target the state of the new table after the copy; null if an earlier run made the copy
     * @param took null if an earlier run made the copy
     */
    private record Copy(
            String token,
            @Nullable String target,
            boolean compared,
            @Nullable Duration took) {}

    /** Notes that one statement copies all rows of the old table, and the partitions of the table before that. */
    public void copiesAll(PartitionSnapshot before) {
        allBefore = before;
    }

    /** Returns the partitions of the old table before this run copied all rows; empty if it did not. */
    public Optional<PartitionSnapshot> allBefore() {
        return Optional.ofNullable(allBefore);
    }

    /** Notes a copy of an earlier run, of which only its label is known. */
    public void found(CopyUnit unit, Set<String> tokens) {
        if (!copies.containsKey(unit.name()) && tokens.contains(unit.token())) {
            copies.put(unit.name(), new Copy(unit.token(), null, false, null));
        }
    }

    /**
     * Notes a copy.
     *
     * @param before the unit before the copy
     * @param after the unit after it
     * @param compared whether the rows were found equal
     */
    public void copied(CopyUnit before, CopyUnit after, boolean compared, Duration took) {
        copies.put(before.name(), new Copy(before.token(), after.target(), compared, took));
    }

    /** Notes that the rows of a unit were found equal after its copy. */
    public void compared(CopyUnit unit) {
        Copy copy = copies.get(unit.name());
        if (copy != null) {
            copies.put(unit.name(), new Copy(copy.token(), unit.target(), true, copy.took()));
        }
    }

    /** Returns the units that are copied, but not compared. */
    public List<CopyUnit> uncompared(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> !isOpen(unit)
                        && copies.containsKey(unit.name())
                        && !copies.get(unit.name()).compared())
                .toList();
    }

    /** Returns the units that have to be copied, for the first time or again. */
    public List<CopyUnit> open(List<CopyUnit> units) {
        return units.stream().filter(this::isOpen).toList();
    }

    private boolean isOpen(CopyUnit unit) {
        Copy copy = copies.get(unit.name());
        if (copy == null) {
            return !unit.pristine();
        }
        boolean changed = copy.target() != null && !copy.target().equals(unit.target());
        return changed || !copy.token().equals(unit.token());
    }

    /** Returns the units whose rows in the old table have changed since they were copied. */
    public List<CopyUnit> late(List<CopyUnit> units) {
        return units.stream()
                .filter(unit -> {
                    Copy copy = copies.get(unit.name());
                    return copy == null ? !unit.pristine() : !copy.token().equals(unit.token());
                })
                .toList();
    }

    /** Whether nothing is copied yet. */
    public boolean isEmpty() {
        return copies.isEmpty();
    }

    /** Returns a new number for each attempt to copy something. */
    public int attempt() {
        return ++attempts;
    }

    /** Whether all units were copied before, and their last copies took no longer than the given time. */
    public boolean isShort(List<CopyUnit> units, Duration most) {
        Duration estimate = estimate(units);
        return estimate != null && estimate.compareTo(most) <= 0;
    }

    /** Returns how long the last copies of the units took. Returns null if one of them was not copied in this run. */
    public @Nullable Duration estimate(List<CopyUnit> units) {
        Duration sum = Duration.ZERO;
        for (CopyUnit unit : units) {
            Copy copy = copies.get(unit.name());
            if (copy == null || copy.took() == null) {
                return null;
            }
            sum = sum.plus(copy.took());
        }
        return sum;
    }

    /** Returns how long it takes to copy the units that are left in a round, each as long as the average. */
    public Optional<Duration> left(List<CopyUnit> units) {
        List<Duration> known = copies.values().stream()
                .map(Copy::took)
                .filter(Objects::nonNull)
                .toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.stream()
                        .reduce(Duration.ZERO, Duration::plus)
                        .multipliedBy(units.size())
                        .dividedBy(known.size()));
    }
}
