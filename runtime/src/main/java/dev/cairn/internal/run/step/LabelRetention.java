package dev.cairn.internal.run.step;

import dev.cairn.internal.reflection.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time for which the server remembers the labels of loads: by default, three days ({@code label_keep_max_second}),
 * but not more than a thousand loads of all databases together ({@code label_keep_max_num}). Lower limits are assumed,
 * because an operator may have lowered them.
 */
public final class LabelRetention {
    private static final Duration SAFE_AGE = Duration.ofDays(1);
    private static final int SAFE_LOAD_COUNT = 500;

    private final RunContext context;
    private final StepConnection connection;

    public LabelRetention(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Returns whether the server certainly still knows the labels of all loads that were started since a time. This is
     * not certain if the time is unknown, or in the future, as after the clock was set back.
     *
     * @param earliestStart a time of the server's clock; empty if it is unknown
     */
    public boolean remembersLabelsSince(Optional<Instant> earliestStart) {
        return earliestStart.isPresent()
                && connection.runIdempotent(
                        context::createBackoff,
                        server -> ServerClock.readInstant(server)
                                .map(now -> Duration.between(earliestStart.get(), now))
                                .filter(age -> !age.isNegative() && age.compareTo(SAFE_AGE) < 0)
                                .filter(age -> server.fetchRows("SHOW LOAD ALL LIMIT " + SAFE_LOAD_COUNT)
                                                .size()
                                        < SAFE_LOAD_COUNT)
                                .isPresent());
    }
}
