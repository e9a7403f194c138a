package dev.cairn.embedded.state;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.partition.ReplacePartitionsDdl;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
        if (statement instanceof Statement.TruncateTable truncate) {
            return versions.withObject(
                    objectId,
                    truncate.partitions() == null
                            ? renewPartitions(versionByKey, key -> !key.startsWith(PartitionVersions.RECYCLED_PREFIX))
                            : renewPartitions(versionByKey, truncate.partitions()));
        }
        if (statement instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                versionByKey = applyClause(versionByKey, clause);
            }
            return versions.withObject(objectId, versionByKey);
        }
        return versions;
    }

    private PersistentMap<PartitionVersion> applyClause(
            PersistentMap<PartitionVersion> versionByKey, AlterClause clause) {
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            return renewPartitions(versionByKey, truncate.partitions());
        }
        if (clause instanceof AlterClause.RenamePartition rename) {
            return renamePartition(versionByKey, rename);
        }
        return clause instanceof ReplacePartitions replace ? replacePartitions(versionByKey, replace) : versionByKey;
    }

    private PersistentMap<PartitionVersion> renewPartitions(
            PersistentMap<PartitionVersion> versionByKey, PartitionNames names) {
        return renewPartitions(
                versionByKey,
                // Of an unpartitioned table, any name means the only partition.
                key -> names.names().stream()
                        .anyMatch(name -> key.equals(PartitionVersions.UNPARTITIONED_KEY)
                                || isPartitionKey(key, name, names.isTemporary())));
    }

    /** Gives new ids and first versions to the partitions whose keys meet a condition. */
    private PersistentMap<PartitionVersion> renewPartitions(
            PersistentMap<PartitionVersion> versionByKey, Predicate<String> keyCondition) {
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
            if (keyCondition.test(versionEntry.getKey())) {
                newVersionByKey = newVersionByKey.withEntry(versionEntry.getKey(), createInitialVersion());
            }
        }
        return newVersionByKey;
    }

    private static boolean isPartitionKey(String key, Name partitionName, boolean isTemporary) {
        return isTemporary
                ? key.startsWith(PartitionVersions.TEMPORARY_PREFIX)
                        && partitionName.equalsIgnoreCase(key.substring(PartitionVersions.TEMPORARY_PREFIX.length()))
                : partitionName.equalsIgnoreCase(key);
    }

    /** Returns the keys of partitions in the order of their names, which a statement may write in another case. */
    private static List<String> findKeys(PersistentMap<PartitionVersion> versionByKey, PartitionNames names) {
        List<String> keys = new ArrayList<>();
        for (Name name : names.names()) {
            for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
                String key = versionEntry.getKey();
                if (isPartitionKey(key, name, names.isTemporary()) && !keys.contains(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static PersistentMap<PartitionVersion> renamePartition(
            PersistentMap<PartitionVersion> versionByKey, AlterClause.RenamePartition rename) {
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
            if (isPartitionKey(versionEntry.getKey(), rename.oldName(), false)) {
                newVersionByKey = newVersionByKey
                        .withoutKey(versionEntry.getKey())
                        .withEntry(rename.newName().text(), versionEntry.getValue());
            }
        }
        return newVersionByKey;
    }

    /**
     * Replaces partitions with temporary partitions. The temporary partitions take over the names if there are equally
     * many of both, and no property prevents it.
     */
    private static PersistentMap<PartitionVersion> replacePartitions(
            PersistentMap<PartitionVersion> versionByKey, ReplacePartitions replace) {
        List<String> replacedKeys = findKeys(versionByKey, replace.oldPartitions());
        List<String> temporaryKeys = findKeys(versionByKey, replace.newPartitions());
        boolean keepsTemporaryNames = replacedKeys.size() != temporaryKeys.size()
                || replace.properties().stream()
                        .anyMatch(property -> property.name().equals(ReplacePartitionsDdl.USE_TEMPORARY_NAMES_PROPERTY)
                                && property.value().equalsIgnoreCase("true"));
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (String key : replacedKeys) {
            newVersionByKey = newVersionByKey.withoutKey(key);
        }
        for (int i = 0; i < temporaryKeys.size(); i++) {
            String temporaryKey = temporaryKeys.get(i);
            newVersionByKey = newVersionByKey
                    .withoutKey(temporaryKey)
                    .withEntry(
                            keepsTemporaryNames
                                    ? temporaryKey.substring(PartitionVersions.TEMPORARY_PREFIX.length())
                                    : replacedKeys.get(i),
                            versionByKey.get(temporaryKey).orElseThrow());
        }
        return newVersionByKey;
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
                                .withEntry(PartitionVersions.UNPARTITIONED_KEY, createInitialVersion()));
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
                boolean isRecoverable = !key.startsWith(PartitionVersions.TEMPORARY_PREFIX)
                        && containsName(
                                table.recycledPartitions(),
                                key.startsWith(PartitionVersions.RECYCLED_PREFIX)
                                        ? key.substring(PartitionVersions.RECYCLED_PREFIX.length())
                                        : key);
                if (isRecoverable) {
                    newVersionByKey = newVersionByKey.withEntry(
                            key.startsWith(PartitionVersions.RECYCLED_PREFIX)
                                    ? key
                                    : PartitionVersions.RECYCLED_PREFIX + key,
                            versionEntry.getValue());
                }
            }
        }
        for (String key : keys) {
            if (!newVersionByKey.contains(key)) {
                PartitionVersion version = oldVersionByKey
                        .get(PartitionVersions.RECYCLED_PREFIX + key)
                        .filter(recycledVersion -> !containsName(table.recycledPartitions(), key))
                        .orElseGet(this::createInitialVersion);
                newVersionByKey =
                        newVersionByKey.withEntry(key, version).withoutKey(PartitionVersions.RECYCLED_PREFIX + key);
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
            keys.add(PartitionVersions.UNPARTITIONED_KEY);
        }
        if (table.partitioning().isAutomatic()) {
            keys.add(PartitionVersions.SHADOW_KEY);
        }
        table.partitioning()
                .partitions()
                .forEach(partition ->
                        keys.add(PartitionVersions.key(partition.name().text(), false)));
        table.temporaryPartitions()
                .forEach(partition ->
                        keys.add(PartitionVersions.key(partition.name().text(), true)));
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
                        Map.of(PartitionVersions.UNPARTITIONED_KEY, 0L),
                        Set.of(PartitionVersions.UNPARTITIONED_KEY),
                        List.of());
                newVersions = newVersions.withWrite(refreshRun.get().viewId(), changedPartitions, this);
            }
        }
        return newVersions;
    }
}
