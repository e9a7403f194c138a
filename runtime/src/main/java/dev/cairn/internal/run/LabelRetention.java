package dev.cairn.internal.run;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the server remembers the labels of loads: by default for three days ({@code label_keep_max_second}), and a
 * thousand of them ({@code label_keep_max_num}). Both limits are assumed to be lower, because an operator may have lowered
 * them, and because loads of other databases count.
 */
final class LabelRetention {
    private static final Duration TIME = Duration.ofDays(1);
    private static final int LOADS = 500;

    private final RunContext context;
    private final StepConnection connection;

    LabelRetention(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Whether the server still knows the label of each load that was begun since a time.
     *
     * @param begun by the clock of the server; empty if it is not known
     */
    boolean reachesBackTo(String database, Optional<Instant> begun) {
        return begun.isPresent()
                && connection.runIdempotent(
                        context::backoff,
                        server -> ServerClock.readInstant(server)
                                .map(now -> Duration.between(begun.get(), now))
                                .filter(age -> !age.isNegative() && age.compareTo(TIME) < 0)
                                .filter(age -> server.fetchRows("SHOW LOAD FROM " + SqlQuoting.name(database))
                                                .size()
                                        < LOADS)
                                .isPresent());
    }
}
