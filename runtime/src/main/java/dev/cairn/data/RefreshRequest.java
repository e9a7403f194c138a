package dev.cairn.data;

import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.time.Duration;
import java.util.List;

/**
 * Refreshes the rows of an object that is defined by a query. Nothing is sent before {@link #await} is called. This
 * method may be called any number of times, for example by a {@link Refresher}; each call is one refresh.
 */
public interface RefreshRequest {
    /** Returns the name of the refreshed object, qualified by its database if the descriptor has one. */
    String name();

    /**
     * Starts the refresh and waits until it has ended.
     *
     * @throws RefreshException if the refresh fails; it contains the server's message
     * @throws ServerUnreachableException if no connection can be opened, or connections break repeatedly
     * @throws java.util.concurrent.CancellationException if the thread is interrupted. The method stops waiting, but
     *     the server continues the refresh
     */
    Outcome await();

    /**
     * The outcome of a successful refresh.
     *
     * @param name the name of the refreshed object
     * @param state whether there was anything to refresh
     * @param runs for a materialized view, the {@code QUERY_ID}s of its runs in {@code information_schema.task_runs}:
     *     the server splits a refresh of many partitions into several consecutive runs. Empty for a snapshot table
     * @param duration the time from the request until the end of the refresh was observed
     */
    record Outcome(String name, State state, List<String> runs, Duration duration) {
        public Outcome {
            runs = List.copyOf(runs);
        }

        /** The effect of the refresh on the rows. */
        public enum State {
            /** The rows were refreshed from the query. */
            REFRESHED,
            /** The rows were already up to date, and the server did nothing. */
            NOTHING_TO_DO
        }
    }
}
