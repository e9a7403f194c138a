package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.partition.PartitionMerge;
import dev.cairn.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Advances and ends jobs. When a job ends, its change is applied to the catalog as of that moment, which other
 * statements may have changed since the job began.
 */
public final class JobAdvancer {
    private final Engine engine;
    private final Instant now;
    private final StateListener listener;

    JobAdvancer(Engine engine, Instant now, StateListener listener) {
        this.engine = engine;
        this.now = now;
        this.listener = listener;
    }

    /** Returns a state in which each running job has reached the state that is due by its pace, or waits for loads. */
    ClusterState advanceDueJobs(ClusterState state, Job.Pace pace) {
        return state.jobs().hasNoRunningWork() ? state : advanceAll(state, job -> job.dueState(pace, now));
    }

    /** Advances each running job by one state. */
    public ClusterState advance(ClusterState state) {
        return advanceAll(state, SchemaChangeJob::nextState);
    }

    /** Finishes all running jobs. */
    public ClusterState finish(ClusterState state) {
        return advanceAll(state, job -> Job.State.FINISHED);
    }

    private ClusterState advanceAll(ClusterState state, Function<SchemaChangeJob, Job.State> targetStateFunction) {
        ClusterState newState = state;
        for (SchemaChangeJob job : state.jobs().runningWork()) {
            newState = advanceTo(newState, job, targetStateFunction.apply(job));
        }
        return newState;
    }

    /** Finishes the running job of a table; changes nothing if no job is running. */
    public ClusterState finish(ClusterState state, String databaseName, String tableName) {
        return state.findRunningJob(databaseName, tableName)
                .map(job -> advanceTo(state, job, Job.State.FINISHED))
                .orElse(state);
    }

    /**
     * Cancels the running job of a table, as if the server had cancelled it; changes nothing if no job is running.
     */
    public ClusterState fail(ClusterState state, String databaseName, String tableName, String failureMessage) {
        return state.findRunningJob(databaseName, tableName)
                .map(job -> advanceTo(state, job.withPlannedFailure(failureMessage), Job.State.FINISHED))
                .orElse(state);
    }

    /**
     * Returns a state in which a job has reached a state, or waits for loads. A job that reaches its final state is
     * applied to the catalog, or cancelled if it fails or its table no longer exists.
     */
    private ClusterState advanceTo(ClusterState state, SchemaChangeJob job, Job.State targetState) {
        Job.State effectiveState = job.plannedFailureMessage() == null && mustWaitForLoads(state, job, targetState)
                ? Job.State.WAITING_TXN
                : targetState;
        Optional<Table> table = state.catalog().findTable(job.databaseName(), job.tableName());
        boolean isDropped = table.isEmpty()
                || state.identities()
                        .findObject(job.databaseName(), job.tableName())
                        .filter(identity -> identity.id() == job.tableId())
                        .isEmpty();
        if (isDropped) {
            return state.withJob(job.withEnd(Job.State.CANCELLED, now, "table does not exist"));
        }
        if (effectiveState == job.state()) {
            return state;
        }
        if (!effectiveState.isFinal()) {
            return state.withJob(job.withState(effectiveState));
        }
        Catalog releasedCatalog = withReleasedTable(state.catalog(), job, table.orElseThrow());
        return job.plannedFailureMessage() == null
                ? applyChange(state.withCatalog(releasedCatalog), job)
                : state.withCatalog(releasedCatalog)
                        .withJob(job.withEnd(Job.State.CANCELLED, now, job.plannedFailureMessage()));
    }

    /** Returns whether a job must still wait for loads into its table that began before the job. */
    private static boolean mustWaitForLoads(ClusterState state, SchemaChangeJob job, Job.State targetState) {
        return targetState.compareTo(Job.State.WAITING_TXN) > 0
                && state.loads().runningWork().stream()
                        .anyMatch(load -> load.tableId() == job.tableId() && load.id() < job.id());
    }

    /** Returns the catalog with the table of the job no longer busy. */
    private static Catalog withReleasedTable(Catalog catalog, SchemaChangeJob job, Table table) {
        Database database = catalog.findDatabase(job.databaseName()).orElseThrow();
        return catalog.withDatabase(database.withTable(table.withState(TableState.NORMAL)));
    }

    /**
     * Returns the catalog with only the changed table replaced: the job already inactivated the views when it began.
     */
    private static Catalog withChangedTable(Catalog catalog, SchemaChangeJob job, Catalog changedCatalog) {
        Table table =
                changedCatalog.findTable(job.databaseName(), job.tableName()).orElseThrow();
        return catalog.withDatabase(
                catalog.findDatabase(job.databaseName()).orElseThrow().withTable(table));
    }

    /**
     * Applies the change of a finished job; cancels the job if the engine now refuses the change, or a stored value
     * can't be converted.
     */
    private ClusterState applyChange(ClusterState releasedState, SchemaChangeJob job) {
        try {
            Table table = releasedState
                    .catalog()
                    .findTable(job.databaseName(), job.tableName())
                    .orElseThrow();
            // Called for its refusal: the statement is accepted even if partitions can't be merged, but the job fails.
            job.findPartitionMerge().ifPresent(clause -> PartitionMerge.merge(engine.profile(), table, clause));
            Catalog changedCatalog = engine.apply(
                            releasedState.catalog(), new Session(job.defaultDatabaseName()), job.change())
                    .catalog();
            Table changedTable = changedCatalog
                    .findTable(job.databaseName(), job.tableName())
                    .orElseThrow();
            Optional<Column> unconvertibleColumn = listener.findUnconvertibleColumn(job.tableId(), changedTable);
            if (unconvertibleColumn.isPresent()) {
                return releasedState.withJob(job.withEnd(
                        Job.State.CANCELLED,
                        now,
                        "schema change task failed: failed to convert data of the column "
                                + unconvertibleColumn.get().name() + " to "
                                + TypeFormat.formatForMessages(
                                        unconvertibleColumn.get().type())));
            }
            Catalog newCatalog = job.kind() == Job.Kind.OPTIMIZE
                    ? withChangedTable(releasedState.catalog(), job, changedCatalog)
                    : changedCatalog;
            return releasedState.withCatalog(newCatalog).withJob(job.withEnd(Job.State.FINISHED, now, ""));
        } catch (Refusal refusal) {
            String refusalMessage = String.valueOf(refusal.getMessage());
            return releasedState.withJob(job.withEnd(Job.State.CANCELLED, now, refusalMessage));
        }
    }
}
