package dev.cairn.internal.run.preparation;

import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;

/**
 * The options of a run.
 *
 * @param connections the maximum number of steps that run in parallel
 * @param firstPoll the wait before a job is polled for the first time; each further wait is twice as long
 * @param longestPoll the maximum wait between two polls
 * @param rebuild how tables are rebuilt
 */
public record RunOptions(int connections, Duration firstPoll, Duration longestPoll, RebuildOptions rebuild) {
    public static final RunOptions DEFAULT =
            new RunOptions(4, Duration.ofMillis(50), Duration.ofSeconds(5), RebuildOptions.DEFAULT);

    public RunOptions {
        if (connections < 1) {
            throw new IllegalArgumentException("A migration needs at least one connection");
        }
    }

    /** Returns a copy with another maximum number of parallel steps. */
    public RunOptions connections(int newConnections) {
        return new RunOptions(newConnections, firstPoll, longestPoll, rebuild);
    }

    /** Returns a copy with other waits between polls. */
    public RunOptions polling(Duration first, Duration longest) {
        return new RunOptions(connections, first, longest, rebuild);
    }

    /** Returns a copy with other options for rebuilds. */
    public RunOptions rebuild(RebuildOptions newRebuild) {
        return new RunOptions(connections, firstPoll, longestPoll, newRebuild);
    }
}
