package dev.cairn.data;

import java.time.Duration;
import java.util.List;

/**
 * The outcome of a successful refresh.
 *
 * @param name the name of the refreshed object
 * @param state whether there was anything to refresh
 * @param runs for a materialized view, the {@code QUERY_ID}s of its runs in {@code information_schema.task_runs}: the
 *     server splits a refresh of many partitions into several consecutive runs. Empty for a snapshot table
 * @param took the time from the request until the end of the refresh was observed
 */
public record RefreshOutcome(String name, State state, List<String> runs, Duration took) {
    public RefreshOutcome {
        runs = List.copyOf(runs);
    }

    /** The result for the rows. */
    public enum State {
        /** The rows were refreshed from the query. */
        REFRESHED,
        /** The rows were already up to date, and the server did nothing. */
        NOTHING_TO_DO
    }
}
