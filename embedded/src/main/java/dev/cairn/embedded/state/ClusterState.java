package dev.cairn.embedded.state;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.account.AccessState;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.account.BuiltInRoles;
import dev.cairn.profile.ServerProfile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The complete state of the server at one moment. It is immutable.
 *
 * @param ids the ids and versions of the objects of the catalog
 * @param activity the work of the server
 */
public record ClusterState(Catalog catalog, ObjectIds ids, Activity activity, Accounts accounts, FrontendPorts ports) {
    private static final long FIRST_ID = 10_000;
    private static final int MAX_JOBS = 10_000;

    /** The server's default of {@code label_keep_max_num}. */
    private static final int MAX_LOADS = 1_000;

    private static final int MAX_STATISTICS_RUNS = 1_000;

    /** Returns a state that contains only accounts and the built-in roles. */
    public static ClusterState initial(Accounts accounts) {
        return new ClusterState(
                Catalog.EMPTY
                        .withRoles(BuiltInRoles.createRoles(accounts))
                        .withClusterObjects(ClusterObjects.MANAGED_EMPTY),
                new ObjectIds(ObjectIdentities.EMPTY, PartitionVersions.EMPTY, FIRST_ID),
                new Activity(
                        WorkHistory.ofMaxSize(MAX_JOBS),
                        WorkHistory.ofMaxSize(MAX_LOADS),
                        RefreshRunRegistry.EMPTY,
                        RoutineLoadRegistry.EMPTY,
                        WorkHistory.ofMaxSize(MAX_STATISTICS_RUNS)),
                accounts,
                FrontendPorts.DEFAULT);
    }

    /**
     * Returns a copy with the databases of the system added; {@code creationTime} is the creation time of their
     * objects.
     */
    ClusterState withSystemDatabases(List<Database> databases, Instant creationTime) {
        Catalog newCatalog = catalog;
        ObjectIdentities newIdentities = identities();
        for (Database database : databases) {
            newCatalog = newCatalog.withSystemDatabase(database);
            newIdentities = newIdentities.withNewDatabase(
                    database.name(),
                    () -> new ObjectIdentity(SystemDatabases.virtualDatabaseId(database.name()), creationTime));
        }
        return withObjects(newCatalog, newIdentities, lastId());
    }

    /**
     * The ids and versions of objects.
     *
     * @param lastId the last id that was assigned to an object, a job, a load or a refresh
     */
    record ObjectIds(ObjectIdentities identities, PartitionVersions versions, long lastId) {}

    /**
     * The running and finished work of the server: changes of tables, loads, refreshes and collections of statistics,
     * and its Routine Loads.
     */
    record Activity(
            WorkHistory<SchemaChangeJob> jobs,
            WorkHistory<LoadTransaction> loads,
            RefreshRunRegistry refreshRuns,
            RoutineLoadRegistry routineLoads,
            WorkHistory<StatisticsRun> statisticsRuns) {}

    public ObjectIdentities identities() {
        return ids.identities;
    }

    public PartitionVersions versions() {
        return ids.versions;
    }

    /** Returns the last id that was assigned to an object, a job, a load or a refresh. */
    public long lastId() {
        return ids.lastId;
    }

    public WorkHistory<SchemaChangeJob> jobs() {
        return activity.jobs;
    }

    /** Returns the newest job of a table, which may have ended. */
    public Optional<SchemaChangeJob> findNewestJob(long tableId) {
        return jobs().list().stream().filter(job -> job.tableId() == tableId).reduce((first, second) -> second);
    }

    /** Returns the job that is running on a table, by the names that the objects had when the job started. */
    Optional<SchemaChangeJob> findRunningJob(String databaseName, String tableName) {
        return jobs().runningWork().stream()
                .filter(job -> job.isRunningOn(databaseName, tableName))
                .findFirst();
    }

    public WorkHistory<LoadTransaction> loads() {
        return activity.loads;
    }

    /** Returns the newest load with a label; empty if the label was not used, or its load is no longer listed. */
    public Optional<LoadTransaction> findLoad(String databaseName, String label) {
        Predicate<LoadTransaction> labelPredicate =
                load -> load.label().equals(label) && load.databaseName().equals(databaseName);
        return loads().list().stream().filter(labelPredicate).reduce((older, newer) -> newer);
    }

    /**
     * Returns whether a load with this label is running or was committed; the labels of aborted loads, and of loads
     * that are no longer listed, can be reused.
     */
    public boolean isLabelInUse(String databaseName, String label) {
        return findLoad(databaseName, label).filter(ClusterState::usesLabel).isPresent();
    }

    /** Returns whether a load of any database with this label is running or was committed. */
    public boolean isLabelInUse(String label) {
        return loads().list().stream().anyMatch(load -> load.label().equals(label) && usesLabel(load));
    }

    private static boolean usesLabel(LoadTransaction load) {
        return load.transactionStatus() != LoadTransaction.TransactionStatus.ABORTED;
    }

    public RefreshRunRegistry refreshRuns() {
        return activity.refreshRuns;
    }

    public WorkHistory<StatisticsRun> statisticsRuns() {
        return activity.statisticsRuns;
    }

    ClusterState withStatisticsRuns(WorkHistory<StatisticsRun> newRuns) {
        return withActivity(new Activity(jobs(), loads(), refreshRuns(), routineLoads(), newRuns));
    }

    public RoutineLoadRegistry routineLoads() {
        return activity.routineLoads;
    }

    ClusterState withRoutineLoads(RoutineLoadRegistry newLoads) {
        return withActivity(new Activity(jobs(), loads(), refreshRuns(), newLoads, statisticsRuns()));
    }

    ClusterState withCatalog(Catalog newCatalog) {
        return new ClusterState(newCatalog, ids, activity, accounts, ports);
    }

    ClusterState withObjects(Catalog newCatalog, ObjectIdentities newIdentities, long newLastId) {
        return withCatalog(newCatalog).withObjectIds(new ObjectIds(newIdentities, versions(), newLastId));
    }

    ClusterState withJob(SchemaChangeJob job) {
        return withJobs(jobs().withWork(job));
    }

    ClusterState withJobs(WorkHistory<SchemaChangeJob> newJobs) {
        return withActivity(new Activity(newJobs, loads(), refreshRuns(), routineLoads(), statisticsRuns()));
    }

    /**
     * Returns true only if both states have the same objects, users and roles, so that a statement that was checked
     * against one of them need not be checked against the other. This method compares references, so it may return
     * false for equal definitions.
     */
    @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
    public boolean hasSameDefinitions(ClusterState otherState) {
        return catalog == otherState.catalog && accounts == otherState.accounts;
    }

    /** Returns the users and roles. */
    public AccessState access() {
        return new AccessState(accounts, catalog);
    }

    ClusterState withAccess(AccessState access) {
        return new ClusterState(access.catalog(), ids, activity, access.accounts(), ports);
    }

    ClusterState withLoad(LoadTransaction load) {
        return withLoads(loads().withWork(load));
    }

    ClusterState withLoads(WorkHistory<LoadTransaction> newLoads) {
        return withActivity(new Activity(jobs(), newLoads, refreshRuns(), routineLoads(), statisticsRuns()));
    }

    ClusterState withRefreshRuns(RefreshRunRegistry newRefreshRuns) {
        return withActivity(new Activity(jobs(), loads(), newRefreshRuns, routineLoads(), statisticsRuns()));
    }

    /**
     * Returns the partitions of all bases of a view; empty if the view has no bases, or if the partitions of a base are
     * unknown, such as those of an Iceberg table.
     */
    Optional<BasePartitionVersions> findBasePartitionVersions(MaterializedView view) {
        Map<Long, Map<String, PartitionVersion>> versionsByBaseId = new HashMap<>();
        for (BaseRelation base : view.definition().baseRelations()) {
            if (base.isFormer()
                    || catalog().findView(base.database(), base.name()).isPresent()) {
                continue; // the bases of a view are bases, too
            }
            long baseId = identities()
                    .findObject(base.database(), base.name())
                    .map(ObjectIdentity::id)
                    .orElse(0L);
            PersistentMap<PartitionVersion> versionByKey = versions().objectVersions(baseId);
            if (base.isDropped() || versionByKey.isEmpty()) {
                return Optional.empty();
            }
            Map<String, PartitionVersion> visibleVersionByKey = new HashMap<>();
            for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
                if (PartitionVersionKey.parse(versionEntry.getKey()).isVisible()) {
                    visibleVersionByKey.put(versionEntry.getKey(), versionEntry.getValue());
                }
            }
            versionsByBaseId.put(baseId, visibleVersionByKey);
        }
        return versionsByBaseId.isEmpty() ? Optional.empty() : Optional.of(new BasePartitionVersions(versionsByBaseId));
    }

    ClusterState withVersions(PartitionVersions newVersions, long newLastId) {
        return withObjectIds(new ObjectIds(identities(), newVersions, newLastId));
    }

    ClusterState withPorts(FrontendPorts newPorts) {
        return new ClusterState(catalog, ids, activity, accounts, newPorts);
    }

    ClusterState withLastId(long newLastId) {
        return withObjectIds(new ObjectIds(identities(), versions(), newLastId));
    }

    private ClusterState withObjectIds(ObjectIds newIds) {
        return new ClusterState(catalog, newIds, activity, accounts, ports);
    }

    private ClusterState withActivity(Activity newActivity) {
        return new ClusterState(catalog, ids, newActivity, accounts, ports);
    }

    /**
     * Returns the state with a copy of a database: its objects, the last refresh of each view, its finished loads, and
     * the grants on them. The source database must exist.
     */
    ClusterState withDatabaseCopy(
            ServerProfile profile, String sourceDatabaseName, String targetDatabaseName, InstantSource clock) {
        IdSequence idSequence = new IdSequence(lastId());
        ObjectIdentities newIdentities = identities()
                .withDatabaseCopy(
                        sourceDatabaseName,
                        targetDatabaseName,
                        () -> new ObjectIdentity(idSequence.next(), clock.instant()));
        Map<Long, Long> copyIdByObjectId = newIdentities.mapCopyIds(sourceDatabaseName, targetDatabaseName);
        Database copy = new DatabaseCopier(profile, catalog, sourceDatabaseName, targetDatabaseName)
                .copy(catalog.findDatabase(sourceDatabaseName).orElseThrow());
        ClusterState copiedState = withObjects(catalog.withDatabase(copy), newIdentities, idSequence.last());
        ClusterState newState = copiedState.withAccess(
                copiedState.access().withCopiedDatabasePrivileges(sourceDatabaseName, targetDatabaseName));
        for (Map.Entry<Long, Long> copyIdEntry : copyIdByObjectId.entrySet()) {
            Optional<RefreshRun> lastRun = refreshRuns().findLast(copyIdEntry.getKey());
            if (lastRun.isPresent()) {
                RefreshRun copiedRun =
                        lastRun.get().copyTo(newState.lastId() + 1, copyIdEntry.getValue(), targetDatabaseName);
                newState = newState.withRefreshRuns(newState.refreshRuns().withRun(copiedRun))
                        .withLastId(copiedRun.id());
            }
        }
        for (LoadTransaction load : loads().list()) {
            if (load.databaseName().equals(sourceDatabaseName) && !load.isRunning()) {
                long copyId = copyIdByObjectId.getOrDefault(load.tableId(), 0L);
                LoadTransaction copiedLoad = load.copyTo(newState.lastId() + 1, targetDatabaseName, copyId);
                newState = newState.withLoad(copiedLoad).withLastId(copiedLoad.id());
            }
        }
        return newState;
    }
}
