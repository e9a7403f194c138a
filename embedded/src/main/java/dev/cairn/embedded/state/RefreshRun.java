package dev.cairn.embedded.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view. It ends as it begins.
 *
 * @param queryId of this run, {@code job} of the whole refresh
 * @param view the view's identity
 * @param failure why it failed; null where it did not
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
    RefreshRun failing(String words) {
        return new RefreshRun(id, queryId, job, view, database, definition, forced, time, words);
    }

    /** As the server names it. */
    public String state() {
        return failure == null ? "SUCCESS" : "FAILED";
    }

    /** What the server calls the task of a materialized view. */
    public static String task(long view) {
        return "mv-" + view;
    }
}
