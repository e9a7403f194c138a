package dev.cairn.embedded.state;

import java.time.Instant;

/**
 * A refresh of a materialized view. It ends as it begins: there are no rows to bring.
 *
 * @param queryId of this run, {@code job} of the whole refresh
 * @param view the view's identity
 */
public record TaskRun(
        long id,
        String queryId,
        String job,
        long view,
        String database,
        String definition,
        boolean forced,
        Instant time) {
    /** What the server calls the task of a materialized view. */
    public static String task(long view) {
        return "mv-" + view;
    }
}
