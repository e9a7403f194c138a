package dev.cairn.embedded.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view, which ends at the time at which it begins.
 *
 * @param queryId the id of this run; {@code job} is the id of the whole refresh
 * @param view the identity of the view
 * @param failure the error message; null if the refresh succeeded
 */
public record RefreshRun(
        long id,
        String queryId,
        String job,
        long view,
        String database,
        String definition,
        boolean forced,
        Instant time,
        @Nullable String failure) {
    RefreshRun failing(String message) {
        return new RefreshRun(id, queryId, job, view, database, definition, forced, time, message);
    }

    RefreshRun copied(long newId, long newView, String newDatabase) {
        return new RefreshRun(newId, queryId, job, newView, newDatabase, definition, forced, time, failure);
    }

    /** Returns the state as the server prints it. */
    public String state() {
        return failure == null ? "SUCCESS" : "FAILED";
    }

    /** Returns the server's name for the task of a materialized view. */
    public static String task(long view) {
        return "mv-" + view;
    }
}
