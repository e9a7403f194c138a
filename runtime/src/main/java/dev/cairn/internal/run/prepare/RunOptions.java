package dev.cairn.internal.run.prepare;

import java.time.Duration;

/**
 * How a migration is run.
 *
 * @param connections how many steps may run side by side
 * @param firstPoll how soon a job is asked for first; each further time it is waited for twice as long
 * @param longestPoll after which waiting times do not grow any more
 */
public record RunOptions(int connections, Duration firstPoll, Duration longestPoll) {
    public static final RunOptions DEFAULT = new RunOptions(4, Duration.ofMillis(50), Duration.ofSeconds(5));

    public RunOptions {
        if (connections < 1) {
            throw new IllegalArgumentException("A migration needs at least one connection");
        }
    }
}
