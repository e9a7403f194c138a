package dev.cairn.embedded.state;

import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view, which ends at the time at which it begins.
 *
 * @param queryId the id of this run
 * @param jobId the id of the whole refresh
 * @param refreshedView the view and its refreshed partitions
 */
public record RefreshRun(
        long id, String queryId, String jobId, RefreshedView refreshedView, Instant time, Outcome outcome)
        implements ServerWork {
    /**
     * How a refresh ended.
     *
     * @param isSkipped whether there was nothing to refresh
     * @param failure the error message; null if the refresh succeeded or was skipped
     */
    record Outcome(boolean isSkipped, @Nullable String failure) {
        static final Outcome SKIPPED = new Outcome(true, null);

        /** @param failure the error message; null if the refresh succeeds */
        static Outcome of(@Nullable String failure) {
            return new Outcome(false, failure);
        }
    }

    /**
     * The view that is refreshed, with the state of its bases.
     *
     * @param viewId the identity of the view
     * @param partitions the partitions of the view that are refreshed
     * @param baseVersions the ids and versions of its bases and their partitions; empty if a version is unknown
     */
    record RefreshedView(
            long viewId,
            String database,
            String definition,
            RefreshedPartitions partitions,
            boolean isForced,
            List<Long> baseVersions) {
        RefreshedView {
            baseVersions = List.copyOf(baseVersions);
        }
    }

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

    /** Returns the error message; null if the refresh succeeded or was skipped. */
    public @Nullable String failure() {
        return outcome.failure;
    }

    /** Returns whether the refresh has recalculated rows. */
    public boolean isEffective() {
        return outcome.equals(Outcome.of(null));
    }

    /**
     * Returns whether a refresh after this one has nothing to do: this one has not failed, it covered the same
     * partitions or more, and neither the view nor its bases have changed. A forced refresh always has something to do.
     */
    boolean makesNeedless(RefreshedView nextView) {
        return failure() == null
                && !nextView.isForced
                && !nextView.baseVersions.isEmpty()
                && nextView.baseVersions.equals(refreshedView.baseVersions)
                && nextView.definition.equals(refreshedView.definition)
                && (partitions().equals(RefreshedPartitions.ALL) || partitions().equals(nextView.partitions));
    }

    RefreshRun withFailure(String message) {
        return new RefreshRun(id, queryId, jobId, refreshedView, time, Outcome.of(message));
    }

    /**
     * Returns a copy for the copy of a view. It does not know the versions of its bases, so the next refresh is not
     * skipped.
     */
    RefreshRun copyTo(long newId, long newViewId, String newDatabase) {
        RefreshedView copy =
                new RefreshedView(newViewId, newDatabase, definition(), partitions(), isForced(), List.of());
        return new RefreshRun(newId, queryId, jobId, copy, time, outcome);
    }

    /** Returns false: a refresh ends at the time at which it begins. */
    @Override
    public boolean isRunning() {
        return false;
    }

    /** Returns the state as the server prints it. */
    public String state() {
        if (outcome.isSkipped) {
            return "SKIPPED";
        }
        return failure() == null ? "SUCCESS" : "FAILED";
    }

    /** Returns the server's name for the task of a materialized view. */
    public static String taskName(long viewId) {
        return "mv-" + viewId;
    }
}
