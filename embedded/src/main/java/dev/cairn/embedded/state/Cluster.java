package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.AccessState;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.engine.Engine;
import dev.cairn.engine.TruncateTableDdl;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.TruncateTable;
import dev.cairn.sql.ast.ViewStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of the server. One statement at a time replaces the state as a whole. If several statements create
 * the same object, the first one succeeds, and the others fail because the object exists. This class is thread-safe:
 * its monitor is what other classes call the lock of the cluster.
 */
public final class Cluster {
    /** The number of times that an operation is prepared without the lock while other threads change definitions. */
    private static final int MAX_UNLOCKED_PREPARATIONS = 5;

    private final Engine engine;
    private final Job.Pace pace;
    private final InstantSource clock;
    private final StateListener listener;
    private final DynamicPartitionScheduler dynamicPartitionScheduler = new DynamicPartitionScheduler();
    private ClusterState state;
    private boolean isRunningExclusively;

    /**
     * Creates the state of a new server, which has the statistics database.
     *
     * @param systemDatabases the databases of the system, which no statement changes
     */
    public Cluster(
            ServerProfile profile,
            Job.Pace pace,
            InstantSource clock,
            Accounts accounts,
            List<Database> systemDatabases,
            StateListener listener) {
        this.engine = new Engine(profile);
        this.pace = pace;
        this.clock = clock;
        this.listener = listener;
        this.state = ClusterState.initial(accounts).withSystemDatabases(systemDatabases, clock.instant());
        StatisticsDatabase.STATEMENTS.forEach(this::apply);
    }

    public ServerProfile profile() {
        return engine.profile();
    }

    public Engine engine() {
        return engine;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Advances the jobs that are due, except during {@link #runExclusively}, and returns the current state. */
    public synchronized ClusterState state() {
        if (!isRunningExclusively) {
            replaceState(new JobAdvancer(engine, clock.instant(), listener).advanceDueJobs(state, pace), null, null);
        }
        return state;
    }

    /**
     * Creates and drops the partitions of tables with dynamic partitioning. A server does this some time after a change
     * of the table, so its definition does not show them at once; call this before a statement about rows or
     * partitions.
     */
    @SuppressWarnings("ReferenceEquality") // an unchanged catalog is the same object
    public synchronized void updateDynamicPartitions() {
        ClusterState oldState = state();
        DynamicPartitionScheduler.CatalogUpdate update =
                dynamicPartitionScheduler.update(oldState.catalog(), clock.instant());
        if (update.catalog() != oldState.catalog()) {
            replaceState(oldState.withCatalog(update.catalog()), null, null);
            update.reducedTables().forEach(table -> refreshDependents(table.databaseName(), table.name()));
        }
    }

    /**
     * Runs an operation while nothing but the operation itself can change the state: neither another thread, nor a job.
     * Jobs that are due progress first.
     */
    public synchronized <T> T runExclusively(Function<ClusterState, T> operation) {
        ClusterState currentState = state();
        boolean wasRunningExclusively = isRunningExclusively;
        isRunningExclusively = true;
        try {
            return operation.apply(currentState);
        } finally {
            isRunningExclusively = wasRunningExclusively;
        }
    }

    /**
     * Prepares an operation without the lock, so that other threads need not wait, and runs it under the lock. If
     * definitions have changed in between, the operation is prepared again. After several attempts, it is prepared
     * under the lock.
     *
     * @param preparation prepares the operation for a state; may be called several times
     * @param operation runs what has been prepared, in a state with the same definitions; must not return null
     */
    public <P, T> T runPrepared(Function<ClusterState, P> preparation, BiFunction<P, ClusterState, T> operation) {
        for (int i = 0; i < MAX_UNLOCKED_PREPARATIONS; i++) {
            ClusterState preparedState = state();
            P prepared = preparation.apply(preparedState);
            Optional<T> result = runExclusively(currentState -> currentState.hasSameDefinitions(preparedState)
                    ? Optional.of(operation.apply(prepared, currentState))
                    : Optional.empty());
            if (result.isPresent()) {
                return result.get();
            }
        }
        return runExclusively(currentState -> operation.apply(preparation.apply(currentState), currentState));
    }

    /**
     * Replaces the state by a new one, in which it updates the versions of partitions, and notifies the listener. If
     * the listener could not refresh a view, the last refresh of the view has failed. Does nothing if the state is the
     * same.
     */
    @SuppressWarnings("ReferenceEquality") // a comparison by value of the whole state would take too long
    private void replaceState(
            ClusterState newState, @Nullable Statement statement, @Nullable String defaultDatabaseName) {
        ClusterState oldState = state;
        if (oldState != newState) {
            IdSequence idSequence = new IdSequence(newState.lastId());
            Statement effectiveStatement = findEffectiveStatement(statement);
            PartitionVersions versions = createVersionUpdater(idSequence)
                    .update(oldState, newState, effectiveStatement, defaultDatabaseName);
            state = newState.withVersions(versions, idSequence.last());
            listener.onChange(oldState, state, effectiveStatement, defaultDatabaseName)
                    .forEach((viewId, message) ->
                            state = state.withRefreshRuns(state.refreshRuns().withLastRunFailed(viewId, message)));
        }
    }

    /** Returns the statement; null without a statement, and for a TRUNCATE that deletes no rows. */
    private @Nullable Statement findEffectiveStatement(@Nullable Statement statement) {
        return statement instanceof TruncateTable truncate && !TruncateTableDdl.deletesRows(truncate, profile())
                ? null
                : statement;
    }

    private PartitionVersionUpdater createVersionUpdater(IdSequence idSequence) {
        return new PartitionVersionUpdater(
                idSequence::next, clock.instant(), profile().isSharedData());
    }

    /**
     * Replaces the users and roles with the result of a change. Returns false, and changes nothing, if the change has
     * no result.
     */
    public synchronized boolean replaceAccess(Function<ClusterState, Optional<AccessState>> change) {
        Optional<AccessState> newAccess = change.apply(state());
        newAccess.ifPresent(access -> state = state.withAccess(access));
        return newAccess.isPresent();
    }

    /** Drops a role, unless it does not exist. */
    public void dropRole(String name) {
        DropRole statement = new DropRole(true, List.of(Name.of(name)), Span.NONE);
        replaceAccess(oldState -> Optional.of(new AccessState(
                oldState.access().accounts(),
                engine.apply(oldState.access().catalog(), Session.EMPTY, statement)
                        .catalog())));
    }

    /** Applies a change of jobs to the state, after the jobs that are due have progressed. */
    public synchronized void applyJobChange(BiFunction<JobAdvancer, ClusterState, ClusterState> change) {
        replaceState(change.apply(new JobAdvancer(engine, clock.instant(), listener), state()), null, null);
    }

    /**
     * A statement of a session with its result for one state.
     *
     * @param catalog the catalog as the session sees it before the statement
     */
    public record PreparedDdl(ServerSession session, Statement statement, Catalog catalog, StatementResult result) {}

    /**
     * Determines the result of a statement for a state. May be called without the lock, so that other statements need
     * not wait for the analysis of a query in the statement.
     *
     * @throws Refusal with the server's error
     */
    public PreparedDdl prepare(ServerSession session, Statement statement, ClusterState preparedState) {
        Catalog catalog = session.createVisibleCatalog(preparedState.catalog());
        Map<String, String> variables =
                Map.of(SqlMode.VARIABLE_NAME, session.variables().requireValue(SqlMode.VARIABLE_NAME));
        return new PreparedDdl(
                session,
                statement,
                catalog,
                engine.apply(catalog, new Session(session.databaseName(), variables), statement));
    }

    /**
     * Applies a statement that was prepared for the current definitions, records the jobs and refreshes that it starts,
     * and returns the new state. Afterwards, the session has the temporary tables and the default database that result
     * from the statement.
     *
     * @param jobFailureMessage the error message with which the job or refresh that the statement starts is to end;
     *     null if it is to succeed
     * @throws Refusal with the server's error; the state is then unchanged
     */
    public synchronized ClusterState apply(PreparedDdl preparedDdl, @Nullable String jobFailureMessage) {
        ClusterState oldState = state();
        ServerSession session = preparedDdl.session();
        Statement statement = preparedDdl.statement();
        Catalog catalog = preparedDdl.catalog();
        StatementResult finalResult = preparedDdl.result();
        if (isAboutExternalDatabase(statement)) {
            return oldState; // no object of this server belongs to it
        }
        Optional<DatabaseObjectName> subjectName =
                DatabaseObjectName.findChangedObject(statement, session.databaseName());
        SchemaChangeJobStarter jobStarter =
                new SchemaChangeJobStarter(oldState, session, statement, clock.instant(), profile());
        StatementResult resultAtStart =
                jobStarter.isImmediate(finalResult) ? finalResult : jobStarter.deferChange(catalog, finalResult);
        Catalog sharedCatalog = session.storeTemporaryTables(
                resultAtStart.catalog(),
                subjectName.map(DatabaseObjectName::databaseName).orElse(null));
        ClusterState newState = new DependentStateUpdater(oldState, statement, session.databaseName(), clock)
                .update(oldState.withCatalog(sharedCatalog));
        ClusterState stateWithJob = jobStarter.updateJobs(newState, finalResult.cost(), jobFailureMessage);
        RefreshRecorder refreshRecorder = createRefreshRecorder(oldState.catalog(), statement, jobFailureMessage);
        replaceState(
                subjectName
                        .map(viewName -> refreshRecorder.recordRefresh(stateWithJob, viewName))
                        .orElse(stateWithJob),
                statement,
                session.databaseName());
        subjectName
                .filter(tableName -> DependentViewFinder.changesRowsWithoutLoad(statement))
                .ifPresent(tableName -> refreshDependents(tableName.databaseName(), tableName.name()));
        session.useDatabase(finalResult.session().databaseName());
        return state;
    }

    /** Creates the recorder of the refresh that a statement starts. */
    private RefreshRecorder createRefreshRecorder(
            Catalog catalog, Statement statement, @Nullable String jobFailureMessage) {
        RefreshRecorder limitedRecorder = new RefreshRecorder(catalog, statement, clock.instant(), jobFailureMessage);
        // Before version 4.0, auto_refresh_partitions_limit had no effect on REFRESH.
        return statement instanceof ViewStatement.RefreshMaterializedView
                        && !profile().isAtLeast(ServerProfile.Version.V4_0)
                ? limitedRecorder.withoutLimit()
                : limitedRecorder;
    }

    private static boolean isAboutExternalDatabase(Statement statement) {
        QualifiedName databaseName = statement instanceof Statement.CreateDatabase create
                ? create.name()
                : statement instanceof Statement.DropDatabase drop ? drop.name() : null;
        return databaseName != null
                && databaseName
                        .qualifier()
                        .filter(catalog -> !InternalCatalog.isInternal(catalog.text()))
                        .isPresent();
    }

    /** Applies a statement about databases that the server itself issues. */
    public synchronized void apply(Statement statement) {
        ClusterState oldState = state();
        Catalog newCatalog =
                engine.apply(oldState.catalog(), Session.EMPTY, statement).catalog();
        ClusterState newState =
                new DependentStateUpdater(oldState, statement, null, clock).update(oldState.withCatalog(newCatalog));
        replaceState(newState, statement, null);
    }

    /**
     * Copies a database with its objects, rows, refreshes and loads, and the grants on them.
     *
     * @throws Refusal if the database does not exist, or the copy can't be created under its name
     * @throws IllegalStateException if a schema change of the database is running
     */
    public synchronized void copyDatabase(String sourceDatabaseName, String targetDatabaseName) {
        if (!state().catalog().databases().contains(sourceDatabaseName)) {
            throw Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_DATABASE, sourceDatabaseName);
        }
        if (state.jobs().runningWork().stream()
                .anyMatch(job -> job.databaseName().equals(sourceDatabaseName))) {
            throw new IllegalStateException("A schema change of the database " + sourceDatabaseName
                    + " is running. Wait until it has finished before you copy the database");
        }
        Statement create =
                new Statement.CreateDatabase(false, QualifiedName.of(targetDatabaseName), List.of(), Span.NONE);
        engine.apply(state.catalog(), Session.EMPTY, create); // refuses a name that is invalid or in use
        ClusterState newState = state.withDatabaseCopy(profile(), sourceDatabaseName, targetDatabaseName, clock);
        Map<Long, Long> copyIdByObjectId = newState.identities().mapCopyIds(sourceDatabaseName, targetDatabaseName);
        IdSequence idSequence = new IdSequence(newState.lastId());
        PartitionVersions versions =
                newState.versions().withObjectCopies(copyIdByObjectId, createVersionUpdater(idSequence));
        state = newState.withVersions(versions, idSequence.last());
        listener.onCopy(copyIdByObjectId);
    }

    /** Sets the ports at which the server can be reached. */
    public synchronized void setPorts(FrontendPorts ports) {
        state = state.withPorts(ports);
    }

    /** Refreshes the materialized views that read an object, and, recursively, the views that read those views. */
    private void refreshDependents(String databaseName, String name) {
        DatabaseObjectName changedObjectName = new DatabaseObjectName(databaseName, name);
        for (DatabaseObjectName viewName : new DependentViewFinder(state().catalog()).findNames(changedObjectName)) {
            ViewStatement.RefreshMaterializedView refresh = ViewStatement.RefreshMaterializedView.of(
                    QualifiedName.of(viewName.databaseName(), viewName.name()));
            RefreshRecorder refreshRecorder = new RefreshRecorder(state.catalog(), refresh, clock.instant(), null);
            replaceState(refreshRecorder.recordRefresh(state, viewName), refresh, viewName.databaseName());
            refreshDependents(viewName.databaseName(), viewName.name());
        }
    }

    /**
     * Begins a load, and adds it to the state; empty, without a change, if the label is already in use.
     *
     * @param requestedLabel the label, or null if the server generates one
     */
    public synchronized Optional<LoadTransaction> beginLoad(
            @Nullable String requestedLabel,
            DatabaseObjectName tableName,
            boolean isTemporary,
            LoadTransaction.LoadOrigin origin) {
        ClusterState oldState = state();
        long transactionId = oldState.lastId() + 1;
        Instant now = clock.instant();
        String label = requestedLabel == null
                ? origin.kind().toLowerCase(Locale.ROOT) + "_" + new UUID(now.toEpochMilli(), transactionId)
                : requestedLabel;
        if (oldState.isLabelInUse(tableName.databaseName(), label)) {
            return Optional.empty();
        }
        long tableId = isTemporary ? 0 : oldState.identities().id(tableName.databaseName(), tableName.name());
        LoadTransaction load = LoadTransaction.begin(transactionId, label, tableName, tableId, origin, now);
        state = oldState.withLoad(load).withLastId(transactionId);
        return Optional.of(load);
    }

    /**
     * Returns the table of a load by its current name; empty if the table was dropped. A transaction refers to its
     * table by the id, so it commits to the same table after RENAME and SWAP.
     */
    public synchronized Optional<DatabaseObjectName> findTableName(LoadTransaction load) {
        ObjectIdentities identities = state().identities();
        if (load.tableId() == 0 || identities.id(load.databaseName(), load.tableName()) == load.tableId()) {
            return Optional.of(new DatabaseObjectName(load.databaseName(), load.tableName()));
        }
        return identities.findName(load.tableId());
    }

    /** Marks a load as prepared: its rows have been accepted, but are written when it is committed. */
    public synchronized void prepareLoad(LoadTransaction load) {
        state = state.withLoad(load.withPreparation());
    }

    /** Commits a load, whose rows have been written. */
    public synchronized void commitLoad(LoadTransaction load, ChangedPartitions changedPartitions) {
        Optional<DatabaseObjectName> tableName = findTableName(load);
        List<Long> partitionIds = load.tableId() == 0 || tableName.isEmpty()
                ? List.of()
                : recordWrite(tableName.get(), changedPartitions);
        state = state.withLoad(load.withCommit(clock.instant(), partitionIds));
        tableName.ifPresent(
                changedTableName -> refreshDependents(changedTableName.databaseName(), changedTableName.name()));
    }

    /** Aborts a load, which has written no rows. */
    public synchronized void abortLoad(LoadTransaction load, String reason) {
        state = state.withLoad(load.withAbort(clock.instant(), reason));
    }

    /** Records that statistics were collected. */
    public synchronized void recordStatisticsRun(
            StatisticsRun.StatisticsTarget target, boolean isSample, String properties) {
        ClusterState oldState = state();
        StatisticsRun run = new StatisticsRun(oldState.lastId() + 1, target, isSample, properties, clock.instant());
        state = oldState.withStatisticsRuns(oldState.statisticsRuns().withWork(run))
                .withLastId(run.id());
    }

    /** Forgets the statistics of a table. */
    public synchronized void dropStatistics(long tableId) {
        ClusterState oldState = state();
        state = oldState.withStatisticsRuns(oldState.statisticsRuns().withoutMatching(run -> run.tableId() == tableId));
    }

    /**
     * Creates the partitions for the rows of a load, and increments the versions of the partitions that it wrote to.
     *
     * @return the ids of the partitions that the load wrote to
     */
    private List<Long> recordWrite(DatabaseObjectName objectName, ChangedPartitions changedPartitions) {
        Table table = state.catalog()
                .findTable(objectName.databaseName(), objectName.name())
                .orElseThrow();
        if (!changedPartitions.createdPartitions().isEmpty()) {
            Database changedDatabase = state.catalog()
                    .findDatabase(objectName.databaseName())
                    .orElseThrow()
                    .withTable(changedPartitions.addCreatedPartitionsTo(table));
            replaceState(state.withCatalog(state.catalog().withDatabase(changedDatabase)), null, null);
        }
        long objectId = state.identities().id(objectName.databaseName(), objectName.name());
        IdSequence idSequence = new IdSequence(state.lastId());
        PartitionVersions versions =
                state.versions().withWrite(objectId, changedPartitions, createVersionUpdater(idSequence));
        state = state.withVersions(versions, idSequence.last());
        return changedPartitions.rowCountByKey().keySet().stream()
                .flatMap(key -> versions.find(objectId, key).stream())
                .map(PartitionVersion::id)
                .sorted()
                .toList();
    }
}
