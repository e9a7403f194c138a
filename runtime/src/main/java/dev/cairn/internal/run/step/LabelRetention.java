package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the server remembers the labels of loads: by default for three days ({@code label_keep_max_second}), and a
 * thousand of them ({@code label_keep_max_num}). Both limits are assumed to be lower, because an operator may have
 * lowered them, and because loads of other databases count.
 */
final class LabelRetention {
    private static final Duration SAFE_AGE = Duration.ofDays(1);
    private static final int SAFE_LOADS = 500;

    private final RunContext context;
    private final StepConnection connection;

    LabelRetention(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Returns whether the server still knows the label of each load that was begun since a time.
     *
     * @param startTime by the clock of the server; empty if it is not known
     */
    boolean hasLabelsSince(String database, Optional<Instant> startTime) {
        return startTime.isPresent()
                && connection.runIdempotent(
                        context::createBackoff,
                        server -> ServerClock.readInstant(server)
                                .map(now -> Duration.between(startTime.get(), now))
                                .filter(age -> !age.isNegative() && age.compareTo(SAFE_AGE) < 0)
                                .filter(age -> server.fetchRows("SHOW LOAD FROM " + SqlQuoting.quoteName(database))
                                                .size()
                                        < SAFE_LOADS)
                                .isPresent());
    }
}
