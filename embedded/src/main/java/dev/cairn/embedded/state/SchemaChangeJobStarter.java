package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.engine.context.ChangeCost;
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
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts or cancels the job of a statement. While a job runs, its table is unchanged but busy. */
final class SchemaChangeJobStarter {
    private static final int LONG_TIMEOUT = 86_400;

    private final ClusterState before;
    private final Statement statement;
    private final @Nullable String defaultDatabase;
    private final Instant now;
    private final ServerProfile profile;
    private final Optional<Table> table;
    private final Optional<StatementObject> subject;

    SchemaChangeJobStarter(
            ClusterState before, ServerSession session, Statement statement, Instant now, ServerProfile profile) {
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
    boolean takesEffectAtOnce(StatementResult applied) {
        return SchemaChangeJob.kindOf(applied.cost()).isEmpty() || table.isEmpty();
    }

    /** Returns the result of a statement whose change is applied later: the table is busy. */
    StatementResult beginChange(Catalog catalog, StatementResult applied) {
        Job.Kind kind = SchemaChangeJob.kindOf(applied.cost()).orElseThrow();
        StatementObject changed = subject.orElseThrow();
        Catalog begunCatalog = kind == Job.Kind.OPTIMIZE ? applied.catalog() : catalog; // inactivates views at once
        Database database = begunCatalog.database(changed.database()).orElseThrow();
        Table busy = table.orElseThrow().withState(SchemaChangeJob.tableState(kind));
        return new StatementResult(
                begunCatalog.withDatabase(database.withTable(busy)), applied.session(), applied.cost());
    }

    /** Returns the state with the job of the statement added, ended or cancelled. */
    ClusterState recordJob(ClusterState after, ChangeCost cost, @Nullable String failure) {
        if (subject.isEmpty()) {
            return after;
        }
        if (statement instanceof CancelAlter) {
            return cancelJob(after);
        }
        boolean inPlace = cost == ChangeCost.METADATA_JOB;
        Optional<Job.Kind> kind = inPlace ? Optional.of(Job.Kind.COLUMN) : SchemaChangeJob.kindOf(cost);
        if (kind.isEmpty() || table.isEmpty()) {
            return after;
        }
        SchemaChangeJob job = createJob(after, kind.get(), inPlace, failure);
        SchemaChangeJob recorded = inPlace ? job.end(Job.State.FINISHED, now, "") : job;
        return after.with(after.jobs().with(recorded)).withLastId(job.id() + 2);
    }

    private ClusterState cancelJob(ClusterState after) {
        StatementObject changed = subject.orElseThrow();
        return after.jobs()
                .findRunning(changed.database(), changed.name())
                .map(job -> after.with(after.jobs().with(job.end(Job.State.CANCELLED, now, "user cancelled"))))
                .orElse(after);
    }

    private SchemaChangeJob createJob(ClusterState after, Job.Kind kind, boolean inPlace, @Nullable String failure) {
        StatementObject changed = subject.orElseThrow();
        long tableId = after.identities()
                .object(changed.database(), changed.name())
                .map(Identity::id)
                .orElse(0L);
        long id = after.lastId() + 1;
        long count = before.jobs().list().stream()
                .filter(job -> job.tableId() == tableId && job.kind() == Job.Kind.COLUMN)
                .count();
        boolean rewriting = profile.sharedData() && kind == Job.Kind.COLUMN && !inPlace;
        SchemaChangeJob.JobListing listing = new SchemaChangeJob.JobListing(
                findRollup().orElse(changed.name()),
                inPlace ? tableId : id + 1,
                tableId,
                (count + 1) + ":" + (profile.sharedData() ? 0 : Integer.toUnsignedLong(statement.hashCode())),
                renderOperation(),
                inPlace ? 1 : LONG_TIMEOUT);
        long databaseId = after.identities()
                .database(changed.database())
                .map(Identity::id)
                .orElse(0L);
        return new SchemaChangeJob(
                id,
                kind,
                new SchemaChangeJob.JobSubject(changed.database(), databaseId, changed.name(), tableId),
                new SchemaChangeJob.JobWork(statement, defaultDatabase, rewriting),
                listing,
                SchemaChangeJob.JobStatus.ofStart(now, failure));
    }

    /** Returns the clause of an OPTIMIZE, as SHOW ALTER TABLE OPTIMIZE prints it. */
    private String renderOperation() {
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
    private Optional<String> findRollup() {
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return Optional.of(create.name().lastPart().text());
        }
        return statement instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.AddRollup add
                ? Optional.of(add.rollup().name().text())
                : Optional.empty();
    }
}
