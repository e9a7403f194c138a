package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.value.TimeZones;
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
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts or cancels the job of a statement. While a job runs, its table is unchanged but busy: the change is applied
 * when the job ends.
 */
final class SchemaChangeJobStarter {
    /** The server's default of {@code alter_table_timeout_second}. */
    private static final int TIMEOUT_SECONDS = 86_400;

    private final ClusterState oldState;
    private final Statement statement;
    private final @Nullable String defaultDatabaseName;
    private final ZoneId timeZone;
    private final Instant now;
    private final ServerProfile profile;
    private final Optional<Table> table;
    private final Optional<DatabaseObjectName> subjectName;

    SchemaChangeJobStarter(
            ClusterState oldState, ServerSession session, Statement statement, Instant now, ServerProfile profile) {
        this.oldState = oldState;
        this.statement = statement;
        this.defaultDatabaseName = session.databaseName();
        this.timeZone = TimeZones.toTimeZone(
                        TimeZones.toZoneId(session.variables().requireValue("time_zone")))
                .toZoneId();
        this.now = now;
        this.profile = profile;
        this.subjectName = findChangedTableName(statement, defaultDatabaseName);
        this.table = subjectName.flatMap(changedTableName ->
                oldState.catalog().findTable(changedTableName.databaseName(), changedTableName.name()));
    }

    /**
     * Returns whether a change takes effect at once. A temporary table has no jobs: no other session could wait for
     * them.
     */
    boolean isImmediate(StatementResult result) {
        return SchemaChangeJob.findJobKind(result.cost()).isEmpty() || table.isEmpty();
    }

    /**
     * Returns the result of a statement whose change is applied when its job ends: until then, the table is unchanged
     * but busy. An OPTIMIZE inactivates views at once. Call it only if the change is not
     * {@linkplain #isImmediate immediate}.
     */
    StatementResult deferChange(Catalog catalog, StatementResult result) {
        Job.Kind kind = SchemaChangeJob.findJobKind(result.cost()).orElseThrow();
        DatabaseObjectName changedTableName = subjectName.orElseThrow();
        Catalog catalogAtStart = kind == Job.Kind.OPTIMIZE ? result.catalog() : catalog; // inactivates views at once
        Database database =
                catalogAtStart.findDatabase(changedTableName.databaseName()).orElseThrow();
        Table busyTable = table.orElseThrow().withState(SchemaChangeJob.tableState(kind));
        return new StatementResult(
                catalogAtStart.withDatabase(database.withTable(busyTable)), result.session(), result.cost());
    }

    /**
     * Returns the state with the job that the statement starts, or the state unchanged if the statement starts none.
     * CANCEL ALTER cancels the running job of its table instead. A change in place is recorded as a finished job.
     */
    ClusterState updateJobs(ClusterState newState, ChangeCost cost, @Nullable String plannedFailureMessage) {
        if (subjectName.isEmpty()) {
            return newState;
        }
        if (statement instanceof CancelAlter) {
            return cancelJob(newState);
        }
        boolean isInPlace = cost == ChangeCost.METADATA_JOB;
        Optional<Job.Kind> kind = isInPlace ? Optional.of(Job.Kind.COLUMN) : SchemaChangeJob.findJobKind(cost);
        if (kind.isEmpty() || table.isEmpty()) {
            return newState;
        }
        SchemaChangeJob job = createJob(newState, kind.get(), isInPlace, plannedFailureMessage);
        SchemaChangeJob recordedJob = isInPlace ? job.withEnd(Job.State.FINISHED, now, "") : job;
        return newState.withJob(recordedJob).withLastId(job.id() + 1);
    }

    /** Cancels the running job of the table, if there is one. */
    private ClusterState cancelJob(ClusterState newState) {
        DatabaseObjectName changedTableName = subjectName.orElseThrow();
        return newState.findRunningJob(changedTableName.databaseName(), changedTableName.name())
                .map(job -> newState.withJob(job.withEnd(Job.State.CANCELLED, now, "user cancelled")))
                .orElse(newState);
    }

    private SchemaChangeJob createJob(
            ClusterState newState, Job.Kind kind, boolean isInPlace, @Nullable String plannedFailureMessage) {
        DatabaseObjectName changedTableName = subjectName.orElseThrow();
        long tableId = newState.identities()
                .findObject(changedTableName.databaseName(), changedTableName.name())
                .map(ObjectIdentity::id)
                .orElse(0L);
        long jobId = newState.lastId() + 1;
        long previousJobCount = oldState.jobs().list().stream()
                .filter(job -> job.tableId() == tableId && job.kind() == Job.Kind.COLUMN)
                .count();
        boolean isRewriting = profile.isSharedData() && kind == Job.Kind.COLUMN && !isInPlace;
        SchemaChangeJob.JobListing listing = new SchemaChangeJob.JobListing(
                findRollupName().orElse(changedTableName.name()),
                isInPlace ? tableId : jobId + 1,
                tableId,
                (previousJobCount + 1) + ":"
                        + (profile.isSharedData()
                                ? 0
                                : Integer.toUnsignedLong(Sql.render(statement).hashCode())),
                renderOperation(),
                isInPlace ? 1 : TIMEOUT_SECONDS);
        long databaseId = newState.identities()
                .findDatabase(changedTableName.databaseName())
                .map(ObjectIdentity::id)
                .orElse(0L);
        return new SchemaChangeJob(
                jobId,
                kind,
                new SchemaChangeJob.JobSubject(
                        changedTableName.databaseName(), databaseId, changedTableName.name(), tableId),
                new SchemaChangeJob.JobWork(statement, defaultDatabaseName, timeZone, isRewriting),
                listing,
                SchemaChangeJob.JobStatus.createPending(now, plannedFailureMessage));
    }

    /** Returns the clause of an OPTIMIZE, as SHOW ALTER TABLE OPTIMIZE prints it. */
    private String renderOperation() {
        if (!(statement instanceof Statement.AlterTable alter)
                || !(alter.clauses().get(0) instanceof AlterClause.Optimize)) {
            return "";
        }
        String alterSql = Sql.render(new Statement.AlterTable(QualifiedName.of("t"), alter.clauses(), Span.NONE));
        return "ALTER "
                + alterSql.replace("`", "").substring("ALTER TABLE t".length()).strip();
    }

    /** Returns the table that the job changes. A synchronous materialized view is built on the table that it reads. */
    private static Optional<DatabaseObjectName> findChangedTableName(
            Statement statement, @Nullable String defaultDatabaseName) {
        if (statement instanceof ViewStatement.CreateMaterializedView create
                && create.queryText().query().body() instanceof Query.Select select
                && !select.from().isEmpty()
                && select.from().get(0) instanceof Relation.Named baseRelation) {
            return DatabaseObjectName.resolve(baseRelation.name(), defaultDatabaseName);
        }
        return DatabaseObjectName.findChangedObject(statement, defaultDatabaseName);
    }

    /** Returns the name of the rollup that the statement builds; empty if it builds none. */
    private Optional<String> findRollupName() {
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return Optional.of(create.name().lastPart().text());
        }
        return statement instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.AddRollup add
                ? Optional.of(add.rollup().name().text())
                : Optional.empty();
    }
}
