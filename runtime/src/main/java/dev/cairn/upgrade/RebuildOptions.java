package dev.cairn.upgrade;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How tables are rebuilt, with or without concurrent writers. The options are immutable: each method that sets one
 * returns a copy.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.rebuild(RebuildOptions.DEFAULT
 *         .swapMode(RebuildOptions.SwapMode.FENCE)
 *         .maxUnavailability(Duration.ofSeconds(10)))
 * }</pre>
 */
public final class RebuildOptions {
    /**
     * The default options: writers are stopped by the user. A rebuild with writers has at most 20 rounds, without
     * pauses, and may make a table unavailable for 30 seconds.
     */
    public static final RebuildOptions DEFAULT = new RebuildOptions();

    private SwapMode swapMode = SwapMode.STOPPED_WRITERS;
    private Duration maxUnavailability = Duration.ofSeconds(30);
    private int maxRounds = 20;
    private Duration pause = Duration.ZERO;
    private int maxParallel = 1;
    private long sampleAbove;
    private long rangeRows = 10_000_000;
    private Duration keepOld = Duration.ZERO;
    private @Nullable TimeWindow onlyBetween;
    private @Nullable String resourceGroup;

    private RebuildOptions() {}

    /** The way in which a new table replaces the old one. */
    public enum SwapMode {
        /**
         * The rows are copied once, and the tables are swapped. Nothing may write to the table during the copy: if
         * something does, the run stops before the swap, and the next run copies the rows again. A write right before
         * the swap is detected afterwards, as with {@link #SWAP}. This is the default.
         */
        STOPPED_WRITERS,
        /**
         * The rows are copied while others write, and what changed is copied again, until a comparison finds no change.
         * Then the tables are swapped. A write between this comparison and the swap is detected; the old table is then
         * kept, and the migration stops until a person has merged the two.
         */
        SWAP,
        /**
         * The rows are copied while others write, and what changed is copied again, until little is left. Then the
         * table is fenced: it is renamed, so that its readers and writers fail for a limited time. The rest is copied,
         * and the new table gets the name.
         */
        FENCE
    }

    /**
     * The times of day at which something may start.
     *
     * @param from the first time, inclusive
     * @param to the end, exclusive; if it is earlier than {@code from}, it is on the next day
     */
    public record TimeWindow(LocalTime from, LocalTime to) {
        /**
         * Requires different times.
         *
         * @throws IllegalArgumentException if both times are the same
         */
        public TimeWindow {
            if (from.equals(to)) {
                throw new IllegalArgumentException("A window must not end at the time at which it begins: " + from);
            }
        }

        /** Returns whether a time of day is in the window. */
        public boolean contains(LocalTime time) {
            boolean hasBegun = !time.isBefore(from);
            boolean hasEnded = !time.isBefore(to);
            return from.isBefore(to) ? hasBegun && !hasEnded : hasBegun || !hasEnded;
        }

        /** Returns a description, such as {@code 22:00-06:00}. */
        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    private RebuildOptions withChange(Consumer<RebuildOptions> change) {
        RebuildOptions copy = new RebuildOptions();
        copy.swapMode = swapMode;
        copy.maxUnavailability = maxUnavailability;
        copy.maxRounds = maxRounds;
        copy.pause = pause;
        copy.maxParallel = maxParallel;
        copy.sampleAbove = sampleAbove;
        copy.rangeRows = rangeRows;
        copy.keepOld = keepOld;
        copy.onlyBetween = onlyBetween;
        copy.resourceGroup = resourceGroup;
        change.accept(copy);
        return copy;
    }

    /** Returns how a new table replaces the old one. */
    public SwapMode swapMode() {
        return swapMode;
    }

    /** Returns options with another mode of the swap. Default: {@link SwapMode#STOPPED_WRITERS}. */
    public RebuildOptions swapMode(SwapMode newMode) {
        return withChange(copy -> copy.swapMode = newMode);
    }

    /** Returns the time for which {@link SwapMode#FENCE} may make a table unavailable. */
    public Duration maxUnavailability() {
        return maxUnavailability;
    }

    /**
     * Returns options with another limit for the time for which {@link SwapMode#FENCE} makes a table unavailable. If
     * the copy of the rest takes longer, the old table gets its name back, and the rest is copied again. The migration
     * stops after three attempts, and the next run continues. Default: 30 seconds.
     *
     * @throws IllegalArgumentException if the limit is shorter than one second
     */
    public RebuildOptions maxUnavailability(Duration limit) {
        if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "The time in which a table may be unavailable must be at least one second, but was " + limit);
        }
        return withChange(copy -> copy.maxUnavailability = limit);
    }

    /** Returns the maximum number of rounds. */
    public int maxRounds() {
        return maxRounds;
    }

    /**
     * Returns options with another maximum number of rounds, each of which copies what has changed since the round
     * before. If the rounds do not become short, the migration stops, and the old table stays in its place. Default:
     * 20.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public RebuildOptions maxRounds(int newMaxRounds) {
        if (newMaxRounds < 1) {
            throw new IllegalArgumentException("The number of rounds must be at least 1, but was " + newMaxRounds);
        }
        return withChange(copy -> copy.maxRounds = newMaxRounds);
    }

    /** Returns the pause between the copies of two partitions. */
    public Duration pause() {
        return pause;
    }

    /**
     * Returns options with another pause between the copies of two partitions, which leaves the resources of the
     * cluster to other clients. There are no pauses while the table is unavailable. Default: none.
     *
     * @throws IllegalArgumentException if the pause is negative
     */
    public RebuildOptions pause(Duration newPause) {
        if (newPause.isNegative()) {
            throw new IllegalArgumentException("The pause must not be negative: " + newPause);
        }
        return withChange(copy -> copy.pause = newPause);
    }

    /** Returns the maximum number of partitions of a table that are copied in parallel. */
    public int maxParallel() {
        return maxParallel;
    }

    /**
     * Returns options with another maximum number of partitions of a table that are copied in parallel, each on a
     * separate connection. Default: 1.
     *
     * @throws IllegalArgumentException if the number is not between 1 and 64
     */
    public RebuildOptions maxParallel(int partitions) {
        if (partitions < 1 || partitions > 64) {
            throw new IllegalArgumentException(
                    "The number of partitions copied in parallel must be between 1 and 64, but was " + partitions);
        }
        return withChange(copy -> copy.maxParallel = partitions);
    }

    /** Returns the number of rows above which only a sample of a partition is compared; 0 if all rows are compared. */
    public long sampleAbove() {
        return sampleAbove;
    }

    /**
     * Returns options with another number of rows above which a copied partition is compared by a sample. Then the
     * total number of rows is compared, and the hash of a sample of about this many rows, which are selected by the
     * hashes of their keys. Default: 0, which means that all rows are compared.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public RebuildOptions sampleAbove(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("The number of rows must not be negative: " + rows);
        }
        return withChange(copy -> copy.sampleAbove = rows);
    }

    /** Returns the number of rows of a range, if a table without partitions is copied by ranges. */
    public long rangeRows() {
        return rangeRows;
    }

    /**
     * Returns options with another number of rows of a range. A table without partitions that has more rows is copied
     * by ranges of its first key column, with {@link SwapMode#SWAP} and {@link SwapMode#FENCE}, if all values of this
     * column can be compared. There are at most 1000 ranges. Default: 10 million.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public RebuildOptions rangeRows(long rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("The number of rows of a range must be at least 1, but was " + rows);
        }
        return withChange(copy -> copy.rangeRows = rows);
    }

    /** Returns how long old tables are kept after their rebuild; zero if they are dropped at once. */
    public Duration keepOld() {
        return keepOld;
    }

    /**
     * Returns options with another period for which the old table is kept after a rebuild, with each {@link SwapMode}.
     * The last step of the rebuild then does not drop the table, but gives it a name that contains the end of the
     * period, by the clock of the server: {@code orders__cairn_until_20261129_072618_17}. No process drops it
     * automatically: after the period, {@link dev.cairn.Migrator#leftovers} contains it, and
     * {@link dev.cairn.Migrator#cleanup} drops it. Materialized views are not kept. Default: zero; old tables are
     * dropped at once.
     *
     * @throws IllegalArgumentException if the period is negative, or longer than 3650 days
     */
    public RebuildOptions keepOld(Duration period) {
        if (period.isNegative() || period.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException(
                    "The period for which an old table is kept must be between 0 and 3650 days, but was " + period);
        }
        return withChange(copy -> copy.keepOld = period);
    }

    /** Returns the times of day at which copies may start; empty if they may start at all times. */
    public Optional<TimeWindow> onlyBetween() {
        return Optional.ofNullable(onlyBetween);
    }

    /**
     * Returns options with which copies start only at some times of day, by the clock of the server, in the time zone
     * of the session. A copy that has started continues after the end. With {@link SwapMode#SWAP} and
     * {@link SwapMode#FENCE}, the swap also starts only at these times; with {@link SwapMode#STOPPED_WRITERS}, it
     * follows its copy immediately. The process waits for the start, and holds the ledger while it waits. Default: at
     * all times; no call restores this default.
     *
     * @param from the first time, such as 22:00
     * @param to the end, such as 06:00 on the next day
     * @throws IllegalArgumentException if both times are the same
     */
    public RebuildOptions onlyBetween(LocalTime from, LocalTime to) {
        TimeWindow window = new TimeWindow(from, to);
        return withChange(copy -> copy.onlyBetween = window);
    }

    /** Returns the resource group of the copies; empty if the server chooses it. */
    public Optional<String> resourceGroup() {
        return Optional.ofNullable(resourceGroup);
    }

    /**
     * Returns options with a resource group, in which the rows are copied and compared. Default: the server classifies
     * these statements like all others of the user; no call restores this default.
     *
     * @param name the name of a resource group that the server has
     * @throws IllegalArgumentException if the name is empty
     */
    public RebuildOptions resourceGroup(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of the resource group is empty");
        }
        return withChange(copy -> copy.resourceGroup = name);
    }
}
