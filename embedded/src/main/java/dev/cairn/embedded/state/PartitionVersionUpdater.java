package dev.cairn.embedded.state;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Derives the versions of partitions after a change by comparing the states before and after it, so statements need not
 * report which partitions they changed. It looks only at the parts of the state that the change has replaced.
 *
 * @param idGenerator generates the ids of new partitions
 * @param now the time of the change
 * @param isSharedData whether the server is a shared-data server
 */
record PartitionVersionUpdater(LongSupplier idGenerator, Instant now, boolean isSharedData) {
    long nextId() {
        return idGenerator.getAsLong();
    }

    PartitionVersion createInitialVersion() {
        return PartitionVersion.initial(nextId(), now);
    }

    /**
     * Returns the versions after a change of the catalog, of jobs or of refreshes. The statement is null if the state
     * has changed without a statement, such as by the progress of jobs.
     */
    @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
    PartitionVersions update(
            ClusterState oldState,
            ClusterState newState,
            @Nullable Statement statement,
            @Nullable String defaultDatabaseName) {
        PartitionVersions versions = newState.versions();
        if (statement != null) {
            Optional<DatabaseObjectName> subjectName =
                    DatabaseObjectName.findChangedObject(statement, defaultDatabaseName);
            if (subjectName.isPresent()) {
                versions = applyStatement(versions, newState, statement, subjectName.get());
            }
        }
        if (oldState.catalog() != newState.catalog()) {
            for (String databaseName : oldState.catalog()
                    .databases()
                    .findChangedKeys(newState.catalog().databases())) {
                versions = updateDatabase(versions, oldState, newState, databaseName);
            }
            versions = statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                    ? versions.withOnlyObjects(newState.identities().recoverableIds())
                    : versions;
        }
        if (oldState.jobs() != newState.jobs()) {
            for (SchemaChangeJob job : oldState.jobs().runningWork()) {
                versions = applyJobEnd(versions, job, oldState, newState);
            }
        }
        return oldState.refreshRuns() == newState.refreshRuns()
                ? versions
                : applyRefreshes(versions, oldState, newState);
    }

    /** Applies a statement that replaces partitions or renames them. */
    private PartitionVersions applyStatement(
            PartitionVersions versions, ClusterState newState, Statement statement, DatabaseObjectName subjectName) {
        long objectId = newState.identities().id(subjectName.databaseName(), subjectName.name());
        PersistentMap<PartitionVersion> versionByKey = versions.objectVersions(objectId);
        PartitionStatementApplier statementApplier = new PartitionStatementApplier(this::createInitialVersion);
        if (statement instanceof Statement.TruncateTable truncate) {
            return versions.withObject(objectId, statementApplier.applyTruncate(versionByKey, truncate));
        }
        return statement instanceof Statement.AlterTable alter
                ? versions.withObject(objectId, statementApplier.applyAlter(versionByKey, alter))
                : versions;
    }

    /** Returns the versions after changes of the tables and views of a database. */
    private PartitionVersions updateDatabase(
            PartitionVersions versions, ClusterState oldState, ClusterState newState, String databaseName) {
        Optional<Database> database = newState.catalog().findDatabase(databaseName);
        if (database.isEmpty()) {
            return versions;
        }
        Optional<Database> oldDatabase = oldState.catalog().findDatabase(databaseName);
        PersistentMap<Table> oldTableByName = oldDatabase.map(Database::tables).orElse(PersistentMap.empty());
        PartitionVersions newVersions = versions;
        for (String changedName : oldTableByName.findChangedKeys(database.get().tables())) {
            Optional<Table> table = database.get().tables().get(changedName);
            if (table.isPresent()) {
                long objectId = newState.identities().id(databaseName, changedName);
                newVersions = newVersions.withObject(
                        objectId, updatePartitions(newVersions.objectVersions(objectId), table.get()));
            }
        }
        PersistentMap<MaterializedView> oldViewByName =
                oldDatabase.map(Database::materializedViews).orElse(PersistentMap.empty());
        for (String changedName : oldViewByName.findChangedKeys(database.get().materializedViews())) {
            boolean isUnpartitioned = database.get()
                    .materializedViews()
                    .get(changedName)
                    .filter(view -> view.partitioningKind() == MaterializedView.PartitioningKind.UNPARTITIONED)
                    .isPresent();
            long objectId = newState.identities().id(databaseName, changedName);
            if (isUnpartitioned && newVersions.objectVersions(objectId).isEmpty()) {
                newVersions = newVersions.withObject(
                        objectId,
                        PersistentMap.<PartitionVersion>empty()
                                .withEntry(PartitionVersionKey.UNPARTITIONED, createInitialVersion()));
            }
        }
        return newVersions;
    }

    /**
     * Adds the versions of new partitions, removes the versions of dropped partitions, and keeps the versions of
     * recoverable partitions.
     */
    private PersistentMap<PartitionVersion> updatePartitions(
            PersistentMap<PartitionVersion> oldVersionByKey, Table table) {
        Set<String> keys = collectKeys(table);
        PersistentMap<PartitionVersion> newVersionByKey = oldVersionByKey;
        for (Map.Entry<String, PartitionVersion> versionEntry : oldVersionByKey) {
            String key = versionEntry.getKey();
            if (!keys.contains(key)) {
                newVersionByKey = newVersionByKey.withoutKey(key);
                PartitionVersionKey parsedKey = PartitionVersionKey.parse(key);
                boolean isRecoverable = parsedKey.kind() != PartitionVersionKey.Kind.TEMPORARY
                        && containsName(table.recycledPartitions(), parsedKey.partitionName());
                if (isRecoverable) {
                    newVersionByKey = newVersionByKey.withEntry(
                            PartitionVersionKey.Kind.RECYCLED.format(parsedKey.partitionName()),
                            versionEntry.getValue());
                }
            }
        }
        for (String key : keys) {
            if (!newVersionByKey.contains(key)) {
                String recycledKey = PartitionVersionKey.Kind.RECYCLED.format(key);
                PartitionVersion version = oldVersionByKey
                        .get(recycledKey)
                        .filter(recycledVersion -> !containsName(table.recycledPartitions(), key))
                        .orElseGet(this::createInitialVersion);
                newVersionByKey = newVersionByKey.withEntry(key, version).withoutKey(recycledKey);
            }
        }
        return newVersionByKey;
    }

    private static boolean containsName(List<PartitionDefinition> partitions, String name) {
        return partitions.stream().anyMatch(partition -> partition.name().text().equals(name));
    }

    private static Set<String> collectKeys(Table table) {
        Set<String> keys = new TreeSet<>();
        if (table.partitioning() instanceof Partitioning.None) {
            keys.add(PartitionVersionKey.UNPARTITIONED);
        }
        if (table.partitioning().isAutomatic()) {
            keys.add(PartitionVersionKey.SHADOW);
        }
        table.partitioning()
                .partitions()
                .forEach(partition ->
                        keys.add(PartitionVersionKey.format(partition.name().text(), false)));
        table.temporaryPartitions()
                .forEach(partition ->
                        keys.add(PartitionVersionKey.format(partition.name().text(), true)));
        return keys;
    }

    /** Updates the versions after the end of a job; returns them unchanged unless the job has finished successfully. */
    private PartitionVersions applyJobEnd(
            PartitionVersions versions, SchemaChangeJob job, ClusterState oldState, ClusterState newState) {
        boolean hasFinished = newState.jobs()
                .find(job.id())
                .filter(currentJob -> currentJob.state() == Job.State.FINISHED)
                .isPresent();
        if (!hasFinished) {
            return versions;
        }
        PersistentMap<PartitionVersion> versionByKey = versions.objectVersions(job.tableId());
        if (job.findPartitionMerge().isPresent()) {
            return versions.withObject(job.tableId(), addMergedRowCounts(versionByKey, job, oldState, newState));
        }
        for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
            PartitionVersion version = versionEntry.getValue();
            if (job.kind() == Job.Kind.OPTIMIZE) {
                versionByKey = versionByKey.withEntry(versionEntry.getKey(), version.withId(nextId()));
            } else if (isSharedData) {
                versionByKey =
                        versionByKey.withEntry(versionEntry.getKey(), version.withNextVersion(now, version.rowCount()));
            }
        }
        return versions.withObject(job.tableId(), versionByKey);
    }

    /** Adds the numbers of rows of merged partitions to the partitions that they were merged into. */
    private PersistentMap<PartitionVersion> addMergedRowCounts(
            PersistentMap<PartitionVersion> versionByKey,
            SchemaChangeJob job,
            ClusterState oldState,
            ClusterState newState) {
        Table oldTable = oldState.catalog()
                .findTable(job.databaseName(), job.tableName())
                .orElseThrow();
        Table newTable = newState.catalog()
                .findTable(job.databaseName(), job.tableName())
                .orElseThrow();
        Map<String, Long> rowCountByKey = new TreeMap<>();
        for (PartitionDefinition partition : oldTable.partitioning().partitions()) {
            if (!versionByKey.contains(partition.name().text())) {
                String key = TablePartitions.of(newTable)
                        .findEnclosingPartition(partition)
                        .orElseThrow()
                        .name()
                        .text();
                long rowCount = oldState.versions()
                        .find(job.tableId(), partition.name().text())
                        .map(PartitionVersion::rowCount)
                        .orElse(0L);
                rowCountByKey.merge(key, rowCount, Long::sum);
            }
        }
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (Map.Entry<String, Long> countEntry : rowCountByKey.entrySet()) {
            PartitionVersion version = newVersionByKey.get(countEntry.getKey()).orElseThrow();
            newVersionByKey = countEntry.getValue() == 0
                    ? newVersionByKey
                    : newVersionByKey.withEntry(
                            countEntry.getKey(), version.withNextVersion(now, countEntry.getValue()));
        }
        return newVersionByKey;
    }

    /**
     * Replaces the only partition of each unpartitioned view whose rows a refresh has recalculated. The number of rows
     * of a view is not recorded.
     */
    private PartitionVersions applyRefreshes(PartitionVersions versions, ClusterState oldState, ClusterState newState) {
        PartitionVersions newVersions = versions;
        for (String viewKey : oldState.refreshRuns()
                .lastRunByViewKey()
                .findChangedKeys(newState.refreshRuns().lastRunByViewKey())) {
            Optional<RefreshRun> refreshRun =
                    newState.refreshRuns().lastRunByViewKey().get(viewKey).filter(RefreshRun::hasRecalculatedRows);
            if (refreshRun.isPresent()
                    && !newVersions.objectVersions(refreshRun.get().viewId()).isEmpty()) {
                ChangedPartitions changedPartitions = new ChangedPartitions(
                        Map.of(PartitionVersionKey.UNPARTITIONED, 0L),
                        Set.of(PartitionVersionKey.UNPARTITIONED),
                        List.of());
                newVersions = newVersions.withWrite(refreshRun.get().viewId(), changedPartitions, this);
            }
        }
        return newVersions;
    }
}
