package dev.cairn.data;

import java.time.Duration;
import java.util.List;

/**
 * How a refresh went.
 *
 * @param name of what was refreshed
 * @param runs of a materialized view: the ids by which {@code information_schema.task_runs} knows its runs. The server
 *     splits a refresh of many partitions into several, one after another
 * @param took from when it was asked for to when it was seen to have ended
 */
public record RefreshOutcome(String name, State state, List<String> runs, Duration took) {
    public RefreshOutcome {
        runs = List.copyOf(runs);
    }

    /** What became of the rows. */
    public enum State {
        /** They are those that the query gives. */
        REFRESHED,
        /** They were those that the query gives, and the server did nothing. */
        NOTHING_TO_DO
    }
}
