package dev.cairn.embedded.state;

import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous change of a table, which is running or has ended.
 *
 * @param id the id of the job, and of its transaction
 * @param kind the kind of the job
 * @param subject the table
 * @param work the change
 * @param listing additional values for SHOW statements
 * @param status the progress of the job
 */
public record SchemaChangeJob(
        long id, Job.Kind kind, JobSubject subject, JobWork work, JobListing listing, JobStatus status)
        implements ServerWork {
    /**
     * The table of a job.
     *
     * @param databaseName the name of the database when the job started
     * @param databaseId the id of the database
     * @param tableName the name of the table when the job started
     * @param tableId the id of the table
     */
    record JobSubject(String databaseName, long databaseId, String tableName, long tableId) {}

    /**
     * The work of a job.
     *
     * @param change the statement, which is applied when the job ends, because other tables may have changed in the
     *     meantime
     * @param defaultDatabaseName the default database of the session that ran the statement; null if there was none
     * @param timeZone the time zone of this session
     * @param isRewriting whether the job passes through FINISHED_REWRITING
     */
    record JobWork(Statement change, @Nullable String defaultDatabaseName, ZoneId timeZone, boolean isRewriting) {}

    /**
     * The progress of a job.
     *
     * @param creationTime when the job started
     * @param endTime when the job ended; null if it has not ended
     * @param state the current state
     * @param message the error message of a cancelled job; otherwise empty
     * @param plannedFailureMessage the error message with which the job is to end, set by a test; null if it is to
     *     succeed
     */
    record JobStatus(
            Instant creationTime,
            @Nullable Instant endTime,
            Job.State state,
            String message,
            @Nullable String plannedFailureMessage) {
        /** Returns the status of a job that starts now. */
        static JobStatus createPending(Instant now, @Nullable String plannedFailureMessage) {
            return new JobStatus(now, null, Job.State.PENDING, "", plannedFailureMessage);
        }
    }

    /**
     * Additional values that SHOW statements list.
     *
     * @param indexName the name of the index that is built, or of the table itself
     * @param indexId the id of the new index; the id of the existing one if the change is made in place
     * @param originalIndexId the id of the index that is replaced
     * @param schemaVersion the value of the column SchemaVersion
     * @param operation the value of the column Operation in SHOW ALTER TABLE OPTIMIZE
     * @param timeoutSeconds the timeout in seconds
     */
    public record JobListing(
            String indexName,
            long indexId,
            long originalIndexId,
            String schemaVersion,
            String operation,
            int timeoutSeconds) {}

    @Override
    public String databaseName() {
        return subject.databaseName;
    }

    public long databaseId() {
        return subject.databaseId;
    }

    public String tableName() {
        return subject.tableName;
    }

    public long tableId() {
        return subject.tableId;
    }

    /** Returns the statement, which is applied when the job ends. */
    public Statement change() {
        return work.change;
    }

    /** Returns the default database of the session that ran the statement; null if there was none. */
    public @Nullable String defaultDatabaseName() {
        return work.defaultDatabaseName;
    }

    public Instant creationTime() {
        return status.creationTime;
    }

    /** Returns when the job started, in the time zone of the session that ran the statement. */
    public LocalDateTime localCreationTime() {
        return LocalDateTime.ofInstant(creationTime(), work.timeZone);
    }

    /** Returns when the job ended; null if it has not ended. */
    public @Nullable Instant endTime() {
        return status.endTime;
    }

    public Job.State state() {
        return status.state;
    }

    /** Returns the error message of a cancelled job; otherwise empty. */
    public String message() {
        return status.message;
    }

    /** Returns the error message with which the job is to end; null if it is to succeed. */
    public @Nullable String plannedFailureMessage() {
        return status.plannedFailureMessage;
    }

    @Override
    public boolean isRunning() {
        return !state().isFinal();
    }

    /** Returns whether this job is running on a table. */
    public boolean isRunningOn(String databaseName, String tableName) {
        return isRunning() && databaseName().equals(databaseName) && tableName().equals(tableName);
    }

    /**
     * Returns the state that follows the current one; the last state is returned again. The job itself is not
     * changed.
     */
    public Job.State nextState() {
        Job.State[] orderedStates = orderedStates();
        for (int index = 0; index < orderedStates.length - 1; index++) {
            if (orderedStates[index] == state()) {
                return orderedStates[index + 1];
            }
        }
        return state();
    }

    /** Returns the state that the job should have reached by now: the current state or a later one. */
    public Job.State dueState(Job.Pace pace, Instant now) {
        Optional<Duration> duration = pace.of(kind);
        if (duration.isEmpty()) {
            return state();
        }
        Job.State[] orderedStates = orderedStates();
        long totalNanos = duration.get().toNanos();
        long elapsedNanos = Duration.between(creationTime(), now).toNanos();
        int lastIndex = orderedStates.length - 1;
        Job.State dueState = elapsedNanos >= totalNanos
                ? orderedStates[lastIndex]
                : orderedStates[(int) (Math.max(elapsedNanos, 0) * lastIndex / totalNanos)];
        return dueState.compareTo(state()) > 0 ? dueState : state();
    }

    /** Returns a copy in another state. */
    public SchemaChangeJob withState(Job.State newState) {
        return withStatus(new JobStatus(creationTime(), endTime(), newState, message(), plannedFailureMessage()));
    }

    /** Returns a copy that has ended. */
    public SchemaChangeJob withEnd(Job.State finalState, Instant endTime, String newMessage) {
        return withStatus(new JobStatus(creationTime(), endTime, finalState, newMessage, plannedFailureMessage()));
    }

    /** Returns a copy that will end with this error message. */
    public SchemaChangeJob withPlannedFailure(String failureMessage) {
        return withStatus(new JobStatus(creationTime(), endTime(), state(), message(), failureMessage));
    }

    private SchemaChangeJob withStatus(JobStatus newStatus) {
        return new SchemaChangeJob(id, kind, subject, work, listing, newStatus);
    }

    /** Returns the clause by which the job merges partitions; empty for any other job. */
    Optional<AlterClause.Optimize> findPartitionMerge() {
        return change() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.Optimize optimize
                        && optimize.partitioning() != null
                ? Optional.of(optimize)
                : Optional.empty();
    }

    /** Returns the states from PENDING to FINISHED in their order. */
    private Job.State[] orderedStates() {
        return work.isRewriting
                ? new Job.State[] {
                    Job.State.PENDING,
                    Job.State.WAITING_TXN,
                    Job.State.RUNNING,
                    Job.State.FINISHED_REWRITING,
                    Job.State.FINISHED
                }
                : new Job.State[] {Job.State.PENDING, Job.State.WAITING_TXN, Job.State.RUNNING, Job.State.FINISHED};
    }

    /** Returns the kind of job that a change starts; empty if the change starts no asynchronous job. */
    static Optional<Job.Kind> findJobKind(ChangeCost cost) {
        return switch (cost) {
            case IMMEDIATE, METADATA_JOB -> Optional.empty();
            case HIDDEN_JOB -> Optional.of(Job.Kind.HIDDEN);
            case REWRITE_JOB -> Optional.of(Job.Kind.COLUMN);
            case ROLLUP_JOB -> Optional.of(Job.Kind.ROLLUP);
            case OPTIMIZE_JOB -> Optional.of(Job.Kind.OPTIMIZE);
        };
    }

    /** Returns the state of the table while a job of this kind runs. */
    static TableState tableState(Job.Kind kind) {
        return switch (kind) {
            case COLUMN, HIDDEN -> TableState.SCHEMA_CHANGE;
            case ROLLUP -> TableState.ROLLUP;
            case OPTIMIZE -> TableState.OPTIMIZE;
        };
    }

    /** Returns the job as tests see it. */
    public Job toJob() {
        return new Job(
                id,
                kind,
                databaseName(),
                tableName(),
                creationTime(),
                Optional.ofNullable(endTime()),
                state(),
                message());
    }
}
