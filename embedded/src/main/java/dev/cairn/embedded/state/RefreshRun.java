package dev.cairn.embedded.state;

import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view, which ends at the time at which it begins.
 *
 * @param queryId the id of this run
 * @param jobId the id of the whole refresh
 * @param target the view and its refreshed partitions
 */
public record RefreshRun(long id, String queryId, String jobId, RefreshTarget target, Instant time, Outcome outcome)
        implements ServerWork {
    /**
     * How a refresh ended.
     *
     * @param isSkipped whether there was nothing to refresh
     * @param failureMessage the error message; null if the refresh succeeded or was skipped
     */
    record Outcome(boolean isSkipped, @Nullable String failureMessage) {
        static final Outcome SKIPPED = new Outcome(true, null);
        static final Outcome SUCCEEDED = new Outcome(false, null);

        /**
         * Returns the outcome of a refresh that was not skipped.
         *
         * @param failureMessage the error message; null if the refresh succeeds
         */
        static Outcome of(@Nullable String failureMessage) {
            return new Outcome(false, failureMessage);
        }
    }

    /**
     * The part of a view that is refreshed.
     *
     * @param partitions the partitions that the statement names
     * @param basePartitionNames the partitions of the base table to which a limit restricts the refresh; null without a
     *     limit
     */
    record RefreshScope(
            RefreshedPartitions partitions, @Nullable Set<String> basePartitionNames) {}

    /**
     * The view that is refreshed, with the state of its bases.
     *
     * @param viewId the identity of the view
     * @param basePartitionVersions the versions of the base partitions that the view contains after the refresh; null
     *     if they are unknown
     */
    record RefreshTarget(
            long viewId,
            String databaseName,
            String refreshSql,
            RefreshScope scope,
            boolean isForced,
            @Nullable BasePartitionVersions basePartitionVersions) {
        /** Returns this view with a selection of its partitions. */
        RefreshTarget withSelection(RefreshSelection selection) {
            return new RefreshTarget(
                    viewId,
                    databaseName,
                    refreshSql,
                    new RefreshScope(scope.partitions, selection.basePartitionNames()),
                    isForced,
                    selection.refreshedVersions());
        }

        RefreshTarget withBasePartitionVersions(@Nullable BasePartitionVersions newVersions) {
            return new RefreshTarget(viewId, databaseName, refreshSql, scope, isForced, newVersions);
        }

        /** Returns whether the first refresh of the view has nothing to do, because no base has rows. */
        boolean isRedundantAsFirstRefresh() {
            return !isForced
                    && basePartitionVersions != null
                    && BasePartitionVersions.NONE.covers(basePartitionVersions, false);
        }
    }

    /** Returns the identity of the view. */
    public long viewId() {
        return target.viewId;
    }

    @Override
    public String databaseName() {
        return target.databaseName;
    }

    public String refreshSql() {
        return target.refreshSql;
    }

    public RefreshedPartitions partitions() {
        return target.scope.partitions;
    }

    /**
     * Returns the partitions of the base table to which a limit restricts the refresh; empty without a limit.
     */
    public Optional<Set<String>> findBasePartitionNames() {
        return Optional.ofNullable(target.scope.basePartitionNames);
    }

    /**
     * Returns the versions of the base partitions that the view contains after the refresh; none if the refresh failed,
     * or if they are unknown.
     */
    BasePartitionVersions containedVersions() {
        return failureMessage() == null && target.basePartitionVersions != null
                ? target.basePartitionVersions
                : BasePartitionVersions.NONE;
    }

    public boolean isForced() {
        return target.isForced;
    }

    /** Returns the error message; null if the refresh succeeded or was skipped. */
    public @Nullable String failureMessage() {
        return outcome.failureMessage;
    }

    /** Returns whether the refresh has recalculated rows. */
    public boolean hasRecalculatedRows() {
        return outcome.equals(Outcome.SUCCEEDED);
    }

    /**
     * Returns whether a refresh after this one has nothing to do: this one has not failed, it covered the same
     * partitions or more, and neither the view nor its bases have changed. A forced refresh always has something to do.
     *
     * @param isPartitioned whether the view is partitioned
     */
    boolean makesRedundant(RefreshTarget nextTarget, boolean isPartitioned) {
        return failureMessage() == null
                && !nextTarget.isForced
                && nextTarget.basePartitionVersions != null
                && target.basePartitionVersions != null
                && target.basePartitionVersions.covers(nextTarget.basePartitionVersions, isPartitioned)
                && nextTarget.refreshSql.equals(target.refreshSql)
                && (partitions().equals(RefreshedPartitions.ALL) || partitions().equals(nextTarget.scope.partitions));
    }

    RefreshRun withFailure(String message) {
        return new RefreshRun(id, queryId, jobId, target, time, Outcome.of(message));
    }

    /**
     * Returns the run as the run of a copy of the view. The partitions of its bases are unknown, so the next refresh of
     * the copy is not skipped.
     */
    RefreshRun copyTo(long newId, long newViewId, String newDatabaseName) {
        RefreshTarget copiedView =
                new RefreshTarget(newViewId, newDatabaseName, refreshSql(), target.scope, isForced(), null);
        return new RefreshRun(newId, queryId, jobId, copiedView, time, outcome);
    }

    /** Returns false: a refresh ends at the time at which it begins. */
    @Override
    public boolean isRunning() {
        return false;
    }

    /** Returns the state as the server prints it. */
    public String listedState() {
        if (outcome.isSkipped) {
            return "SKIPPED";
        }
        return failureMessage() == null ? "SUCCESS" : "FAILED";
    }

    /** Returns the server's name for the task of a materialized view. */
    public static String taskName(long viewId) {
        return "mv-" + viewId;
    }
}
