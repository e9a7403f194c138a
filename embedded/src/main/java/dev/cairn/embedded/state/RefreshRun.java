package dev.cairn.embedded.state;

import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view, which ends at the time at which it begins.
 *
 * @param queryId the id of this run
 * @param jobId the id of the whole refresh
 * @param refreshedView the view and its refreshed partitions
 * @param failure the error message; null if the refresh succeeded
 */
public record RefreshRun(
        long id,
        String queryId,
        String jobId,
        RefreshedView refreshedView,
        Instant time,
        @Nullable String failure) implements ServerWork {
    /**
     * The view that is refreshed.
     *
     * @param viewId the identity of the view
     * @param partitions the partitions of the view that are refreshed
     */
    record RefreshedView(
            long viewId, String database, String definition, RefreshedPartitions partitions, boolean isForced) {}

    /** Returns the identity of the view. */
    public long viewId() {
        return refreshedView.viewId;
    }

    @Override
    public String database() {
        return refreshedView.database;
    }

    public String definition() {
        return refreshedView.definition;
    }

    public RefreshedPartitions partitions() {
        return refreshedView.partitions;
    }

    public boolean isForced() {
        return refreshedView.isForced;
    }

    RefreshRun withFailure(String message) {
        return new RefreshRun(id, queryId, jobId, refreshedView, time, message);
    }

    RefreshRun copyTo(long newId, long newViewId, String newDatabase) {
        RefreshedView copy = new RefreshedView(newViewId, newDatabase, definition(), partitions(), isForced());
        return new RefreshRun(newId, queryId, jobId, copy, time, failure);
    }

    /** Returns false: a refresh ends at the time at which it begins. */
    @Override
    public boolean isRunning() {
        return false;
    }

    /** Returns the state as the server prints it. */
    public String state() {
        return failure == null ? "SUCCESS" : "FAILED";
    }

    /** Returns the server's name for the task of a materialized view. */
    public static String taskName(long viewId) {
        return "mv-" + viewId;
    }
}
