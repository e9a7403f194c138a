package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.ViewStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous change of a table, which is running or has ended.
 *
 * @param id the id of the job
 * @param transaction the id of its transaction
 * @param kind the kind of the job
 * @param database the name of the database when the job started
 * @param databaseId the id of the database
 * @param table the name of the table when the job started
 * @param tableId the id of the table
 * @param change the statement, which is applied when the job ends, because other tables may have changed in the
 *     meantime
 * @param changer the default database of the session that ran the statement; null if there was none
 * @param rewriting whether the job passes through FINISHED_REWRITING
 * @param listing additional values for SHOW statements
 * @param created when the job started
 * @param finished when the job ended; null if it has not ended
 * @param state the current state
 * @param message the error message of a cancelled job; otherwise empty
 * @param failure the error message with which the job shall end, set by a test; null if it shall succeed
 */
public record SchemaChangeJob(
        long id,
        long transaction,
        Job.Kind kind,
        String database,
        long databaseId,
        String table,
        long tableId,
        Statement change,
        @Nullable String changer,
        boolean rewriting,
        Listing listing,
        Instant created,
        @Nullable Instant finished,
        Job.State state,
        String message,
        @Nullable String failure) {
    /**
     * Additional values that SHOW statements list.
     *
     * @param rollup the name of the index that is built, or of the table itself
     * @param indexId the id of the new index; the id of the existing one if the change is made in place
     * @param originalIndexId the id of the index that is replaced
     * @param schemaVersion the value of the column SchemaVersion
     * @param operation the value of the column Operation in SHOW ALTER TABLE OPTIMIZE
     * @param timeout the timeout in seconds
     */
    public record Listing(
            String rollup, long indexId, long originalIndexId, String schemaVersion, String operation, int timeout) {}

    /** Returns whether this job is running on the given table. */
    public boolean isUnder(String otherDatabase, String otherTable) {
        return !state.isFinal() && database.equals(otherDatabase) && table.equals(otherTable);
    }

    /**
     * Returns the state that follows the current one; the last state is returned again. The job itself is not
     * changed.
     */
    public Job.State next() {
        Job.State[] way = states();
        for (int index = 0; index < way.length - 1; index++) {
            if (way[index] == state) {
                return way[index + 1];
            }
        }
        return state;
    }

    /** Returns the state that the job should have reached by now; never one before the current state. */
    public Job.State due(Job.Pace pace, Instant now) {
        Optional<Duration> time = pace.of(kind);
        if (time.isEmpty()) {
            return state;
        }
        Job.State[] way = states();
        long nanos = time.get().toNanos();
        long passed = Duration.between(created, now).toNanos();
        int last = way.length - 1;
        Job.State due = passed >= nanos ? way[last] : way[(int) (Math.max(passed, 0) * last / nanos)];
        return due.compareTo(state) > 0 ? due : state;
    }

    /** Returns a copy in another state. */
    public SchemaChangeJob in(Job.State newState) {
        return copy(finished, newState, message, failure);
    }

    /** Returns a copy that has ended. */
    public SchemaChangeJob ended(Job.State finalState, Instant when, String newMessage) {
        return copy(when, finalState, newMessage, failure);
    }

    /** Returns a copy that will end with this error message. */
    public SchemaChangeJob failing(String reason) {
        return copy(finished, state, message, reason);
    }

    private SchemaChangeJob copy(
            @Nullable Instant newFinished, Job.State newState, String newMessage, @Nullable String newFailure) {
        return new SchemaChangeJob(
                id,
                transaction,
                kind,
                database,
                databaseId,
                table,
                tableId,
                change,
                changer,
                rewriting,
                listing,
                created,
                newFinished,
                newState,
                newMessage,
                newFailure);
    }

    /** Returns the states from PENDING to FINISHED in their order. */
    private Job.State[] states() {
        return rewriting
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
    static Optional<Job.Kind> kind(Cost cost) {
        return switch (cost) {
            case IMMEDIATE, FAST_JOB -> Optional.empty();
            case HIDDEN_JOB -> Optional.of(Job.Kind.HIDDEN);
            case COLUMN_JOB -> Optional.of(Job.Kind.COLUMN);
            case ROLLUP_JOB -> Optional.of(Job.Kind.ROLLUP);
            case OPTIMIZE_JOB -> Optional.of(Job.Kind.OPTIMIZE);
        };
    }

    /** Returns the state of the table while a job of this kind runs. */
    static TableState busy(Job.Kind kind) {
        return switch (kind) {
            case COLUMN, HIDDEN -> TableState.SCHEMA_CHANGE;
            case ROLLUP -> TableState.ROLLUP;
            case OPTIMIZE -> TableState.OPTIMIZE;
        };
    }

    /** Returns the job as tests see it. */
    public Job seen() {
        return new Job(id, kind, database, table, created, Optional.ofNullable(finished), state, message);
    }

    /** Starts or cancels the job of a statement. While a job runs, its table is unchanged but busy. */
    static final class JobStart {
        private static final int LONG_TIMEOUT = 86_400;

        private final ClusterState before;
        private final Statement statement;
        private final @Nullable String defaultDatabase;
        private final Instant now;
        private final ServerProfile profile;
        private final Optional<Table> table;
        private final Optional<StatementObject> subject;

        JobStart(ClusterState before, ServerSession session, Statement statement, Instant now, ServerProfile profile) {
            this.before = before;
            this.statement = statement;
            this.defaultDatabase = session.database();
            this.now = now;
            this.profile = profile;
            this.subject = table(statement, defaultDatabase);
            this.table = subject.flatMap(object -> before.catalog().table(object.database(), object.name()));
        }

        /**
         * Returns whether a change takes effect at once. A temporary table has no jobs: no other session could wait for
         * them.
         */
        boolean withoutJob(StatementResult applied) {
            return SchemaChangeJob.kind(applied.cost()).isEmpty() || table.isEmpty();
        }

        /** Returns the result of a statement whose change is applied later: the table is busy. */
        StatementResult begun(Catalog catalog, StatementResult applied) {
            Job.Kind kind = SchemaChangeJob.kind(applied.cost()).orElseThrow();
            StatementObject changed = subject.orElseThrow();
            Catalog begun = kind == Job.Kind.OPTIMIZE ? applied.catalog() : catalog; // inactivates views at once
            Database database = begun.database(changed.database()).orElseThrow();
            Table busy = table.orElseThrow().in(SchemaChangeJob.busy(kind));
            return new StatementResult(begun.with(database.with(busy)), applied.session(), applied.cost());
        }

        /** Returns the state with the job of the statement added, ended or cancelled. */
        ClusterState recorded(ClusterState after, Cost cost, @Nullable String failure) {
            if (subject.isEmpty()) {
                return after;
            }
            if (statement instanceof CancelAlter) {
                return cancelled(after);
            }
            boolean inPlace = cost == Cost.FAST_JOB;
            Optional<Job.Kind> kind = inPlace ? Optional.of(Job.Kind.COLUMN) : SchemaChangeJob.kind(cost);
            if (kind.isEmpty() || table.isEmpty()) {
                return after;
            }
            SchemaChangeJob job = job(after, kind.get(), inPlace, failure);
            SchemaChangeJob recorded = inPlace ? job.ended(Job.State.FINISHED, now, "") : job;
            return after.with(after.jobs().with(recorded)).counting(job.id() + 2);
        }

        private ClusterState cancelled(ClusterState after) {
            StatementObject changed = subject.orElseThrow();
            return after.jobs()
                    .on(changed.database(), changed.name())
                    .map(job -> after.with(after.jobs().with(job.ended(Job.State.CANCELLED, now, "user cancelled"))))
                    .orElse(after);
        }

        private SchemaChangeJob job(ClusterState after, Job.Kind kind, boolean inPlace, @Nullable String failure) {
            StatementObject changed = subject.orElseThrow();
            long tableId = after.identities()
                    .object(changed.database(), changed.name())
                    .map(Identity::id)
                    .orElse(0L);
            long id = after.lastId() + 1;
            long count = before.jobs().all().stream()
                    .filter(job -> job.tableId() == tableId && job.kind() == Job.Kind.COLUMN)
                    .count();
            boolean rewriting = profile.sharedData() && kind == Job.Kind.COLUMN && !inPlace;
            SchemaChangeJob.Listing listing = new SchemaChangeJob.Listing(
                    rollup().orElse(changed.name()),
                    inPlace ? tableId : id + 1,
                    tableId,
                    (count + 1) + ":" + (profile.sharedData() ? 0 : Integer.toUnsignedLong(statement.hashCode())),
                    operation(),
                    inPlace ? 1 : LONG_TIMEOUT);
            return new SchemaChangeJob(
                    id,
                    id,
                    kind,
                    changed.database(),
                    after.identities()
                            .database(changed.database())
                            .map(Identity::id)
                            .orElse(0L),
                    changed.name(),
                    tableId,
                    statement,
                    defaultDatabase,
                    rewriting,
                    listing,
                    now,
                    null,
                    Job.State.PENDING,
                    "",
                    failure);
        }

        /** Returns the clause of an OPTIMIZE, as SHOW ALTER TABLE OPTIMIZE prints it. */
        private String operation() {
            if (!(statement instanceof Statement.AlterTable alter)
                    || !(alter.clauses().get(0) instanceof AlterClause.Optimize)) {
                return "";
            }
            String text = Sql.render(new Statement.AlterTable(QualifiedName.of("t"), alter.clauses(), Span.NONE));
            return "ALTER "
                    + text.replace("`", "").substring("ALTER TABLE t".length()).strip();
        }

        /** Returns the table that the job changes. A synchronous materialized view is built on the table that it reads. */
        private static Optional<StatementObject> table(Statement statement, @Nullable String defaultDatabase) {
            if (statement instanceof ViewStatement.CreateMaterializedView create
                    && create.query().query().body() instanceof Query.Select select
                    && !select.from().isEmpty()
                    && select.from().get(0) instanceof Relation.Named base) {
                return StatementObject.of(base.name(), defaultDatabase);
            }
            return StatementObject.of(statement, defaultDatabase);
        }

        /** Returns the name of the rollup that the statement builds, if any. */
        private Optional<String> rollup() {
            if (statement instanceof ViewStatement.CreateMaterializedView create) {
                return Optional.of(create.name().last().text());
            }
            return statement instanceof Statement.AlterTable alter
                            && alter.clauses().get(0) instanceof AlterClause.AddRollup add
                    ? Optional.of(add.rollup().name().text())
                    : Optional.empty();
        }
    }
}
