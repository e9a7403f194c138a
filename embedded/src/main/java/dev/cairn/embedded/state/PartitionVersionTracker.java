package dev.cairn.embedded.state;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
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
 */
record PartitionVersionTracker(LongSupplier idGenerator, Instant now, boolean isSharedData) {
    long nextId() {
        return idGenerator.getAsLong();
    }

    PartitionVersion newVersion() {
        return PartitionVersion.initial(nextId(), now);
    }

    /** Returns the versions after a change of the catalog, of jobs or of refreshes. */
    @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
    PartitionVersions update(
            ClusterState oldState, ClusterState newState, @Nullable Statement statement, @Nullable String database) {
        PartitionVersions versions = newState.versions();
        if (statement != null) {
            Optional<StatementObject> subject = StatementObject.find(statement, database);
            if (subject.isPresent()) {
                versions = applyChange(versions, newState, statement, subject.get());
            }
        }
        if (oldState.catalog() != newState.catalog()) {
            for (String name : oldState.catalog()
                    .databases()
                    .findChangedKeys(newState.catalog().databases())) {
                versions = updateDatabase(versions, oldState, newState, name);
            }
            versions = statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                    ? retainRecoverable(versions, newState.identities())
                    : versions;
        }
        if (oldState.jobs() != newState.jobs()) {
            for (SchemaChangeJob job : oldState.jobs().runningWork()) {
                versions = applyJobEnd(versions, job, newState);
            }
        }
        return oldState.runs() == newState.runs() ? versions : applyRefreshes(versions, oldState, newState);
    }

    /** Applies a statement that replaces partitions or renames them. */
    private PartitionVersions applyChange(
            PartitionVersions versions, ClusterState newState, Statement statement, StatementObject subject) {
        long id = newState.identities().id(subject.database(), subject.name());
        PersistentMap<PartitionVersion> partitions = versions.ofObject(id);
        if (statement instanceof Statement.TruncateTable truncate) {
            return versions.withObject(
                    id,
                    truncate.partitions() == null
                            ? renew(partitions, key -> !key.startsWith(PartitionVersions.RECYCLED_PREFIX))
                            : renew(partitions, truncate.partitions()));
        }
        if (statement instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                partitions = applyClause(partitions, clause);
            }
            return versions.withObject(id, partitions);
        }
        return versions;
    }

    private PersistentMap<PartitionVersion> applyClause(
            PersistentMap<PartitionVersion> partitions, AlterClause clause) {
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            return renew(partitions, truncate.partitions());
        }
        if (clause instanceof AlterClause.RenamePartition rename) {
            return renamePartition(
                    partitions, rename.oldName().text(), rename.newName().text());
        }
        return clause instanceof ReplacePartitions replace ? replacePartitions(partitions, replace) : partitions;
    }

    private PersistentMap<PartitionVersion> renew(PersistentMap<PartitionVersion> partitions, PartitionNames names) {
        return renew(
                partitions,
                key -> names.names().stream()
                        .anyMatch(name -> key.equals(PartitionVersions.UNPARTITIONED_KEY)
                                || isKeyOf(key, name, names.isTemporary())));
    }

    /** Gives new ids and first versions to the partitions whose keys meet a condition. */
    private PersistentMap<PartitionVersion> renew(
            PersistentMap<PartitionVersion> partitions, Predicate<String> keyCondition) {
        PersistentMap<PartitionVersion> newVersions = partitions;
        for (Map.Entry<String, PartitionVersion> partition : partitions) {
            if (keyCondition.test(partition.getKey())) {
                newVersions = newVersions.withEntry(partition.getKey(), newVersion());
            }
        }
        return newVersions;
    }

    private static boolean isKeyOf(String key, Name name, boolean isTemporary) {
        return isTemporary
                ? key.startsWith(PartitionVersions.TEMPORARY_PREFIX)
                        && name.equalsIgnoreCase(key.substring(PartitionVersions.TEMPORARY_PREFIX.length()))
                : name.equalsIgnoreCase(key);
    }

    private static PersistentMap<PartitionVersion> renamePartition(
            PersistentMap<PartitionVersion> partitions, String oldName, String newName) {
        return partitions
                .get(oldName)
                .map(version -> partitions.withoutKey(oldName).withEntry(newName, version))
                .orElse(partitions);
    }

    /**
     * Replaces partitions by temporary partitions. These take over the names if there are equally many of both and no
     * property prevents it.
     */
    private static PersistentMap<PartitionVersion> replacePartitions(
            PersistentMap<PartitionVersion> partitions, ReplacePartitions replace) {
        List<Name> names = replace.oldPartitions().names();
        List<Name> temporaryNames = replace.newPartitions().names();
        boolean keepsTemporaryNames = names.size() != temporaryNames.size()
                || replace.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(PartitionVersions.USE_TEMPORARY_NAMES)
                                && property.value().equalsIgnoreCase("true"));
        List<PartitionVersion> movedVersions = new ArrayList<>();
        PersistentMap<PartitionVersion> newVersions = partitions;
        for (Name name : temporaryNames) {
            String key = PartitionVersions.key(name.text(), true);
            newVersions.get(key).ifPresent(movedVersions::add);
            newVersions = newVersions.withoutKey(key);
        }
        for (Name name : names) {
            newVersions = newVersions.withoutKey(name.text());
        }
        for (int i = 0; i < movedVersions.size(); i++) {
            newVersions = newVersions.withEntry(
                    (keepsTemporaryNames ? temporaryNames : names).get(i).text(), movedVersions.get(i));
        }
        return newVersions;
    }

    /** Returns the versions after changes of the tables and views of a database. */
    private PartitionVersions updateDatabase(
            PartitionVersions versions, ClusterState oldState, ClusterState newState, String name) {
        Optional<Database> database = newState.catalog().database(name);
        if (database.isEmpty()) {
            return versions;
        }
        Optional<Database> oldDatabase = oldState.catalog().database(name);
        PersistentMap<Table> tables = oldDatabase.map(Database::tables).orElse(PersistentMap.empty());
        PartitionVersions newVersions = versions;
        for (String changedName : tables.findChangedKeys(database.get().tables())) {
            Optional<Table> table = database.get().tables().get(changedName);
            if (table.isPresent()) {
                long id = newState.identities().id(name, changedName);
                newVersions = newVersions.withObject(id, updatePartitions(newVersions.ofObject(id), table.get()));
            }
        }
        PersistentMap<MaterializedView> views =
                oldDatabase.map(Database::materializedViews).orElse(PersistentMap.empty());
        for (String changedName : views.findChangedKeys(database.get().materializedViews())) {
            boolean isUnpartitioned = database.get()
                    .materializedViews()
                    .get(changedName)
                    .filter(view -> view.partitioningKind() == MaterializedView.PartitioningKind.UNPARTITIONED)
                    .isPresent();
            long id = newState.identities().id(name, changedName);
            if (isUnpartitioned && newVersions.ofObject(id).isEmpty()) {
                newVersions = newVersions.withObject(
                        id,
                        PersistentMap.<PartitionVersion>empty()
                                .withEntry(PartitionVersions.UNPARTITIONED_KEY, newVersion()));
            }
        }
        return newVersions;
    }

    /**
     * Adds the versions of new partitions, removes the versions of dropped partitions, and keeps the versions of
     * recoverable partitions.
     */
    private PersistentMap<PartitionVersion> updatePartitions(
            PersistentMap<PartitionVersion> knownVersions, Table table) {
        Set<String> keys = collectKeys(table);
        PersistentMap<PartitionVersion> newVersions = knownVersions;
        for (Map.Entry<String, PartitionVersion> partition : knownVersions) {
            String key = partition.getKey();
            if (!keys.contains(key)) {
                newVersions = newVersions.withoutKey(key);
                boolean isRecoverable = !key.startsWith(PartitionVersions.TEMPORARY_PREFIX)
                        && containsName(
                                table.recycledPartitions(),
                                key.startsWith(PartitionVersions.RECYCLED_PREFIX)
                                        ? key.substring(PartitionVersions.RECYCLED_PREFIX.length())
                                        : key);
                if (isRecoverable) {
                    newVersions = newVersions.withEntry(
                            key.startsWith(PartitionVersions.RECYCLED_PREFIX)
                                    ? key
                                    : PartitionVersions.RECYCLED_PREFIX + key,
                            partition.getValue());
                }
            }
        }
        for (String key : keys) {
            if (!newVersions.contains(key)) {
                PartitionVersion version = knownVersions
                        .get(PartitionVersions.RECYCLED_PREFIX + key)
                        .filter(recycledVersion -> !containsName(table.recycledPartitions(), key))
                        .orElseGet(this::newVersion);
                newVersions = newVersions.withEntry(key, version).withoutKey(PartitionVersions.RECYCLED_PREFIX + key);
            }
        }
        return newVersions;
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

    /** Removes the versions of objects that can't be recovered. */
    private static PartitionVersions retainRecoverable(PartitionVersions versions, ObjectIdentities identities) {
        PersistentMap<PersistentMap<PartitionVersion>> remainingObjects = versions.objects();
        Set<Long> ids = identities.recoverableIds();
        for (Map.Entry<String, PersistentMap<PartitionVersion>> versionsOfObject : versions.objects()) {
            remainingObjects = ids.contains(Long.parseLong(versionsOfObject.getKey()))
                    ? remainingObjects
                    : remainingObjects.withoutKey(versionsOfObject.getKey());
        }
        return new PartitionVersions(remainingObjects);
    }

    /** Updates the versions after the end of a job; returns them unchanged unless the job has finished successfully. */
    private PartitionVersions applyJobEnd(PartitionVersions versions, SchemaChangeJob job, ClusterState newState) {
        boolean hasFinished = newState.jobs()
                .find(job.id())
                .filter(currentJob -> currentJob.state() == Job.State.FINISHED)
                .isPresent();
        if (!hasFinished) {
            return versions;
        }
        PersistentMap<PartitionVersion> partitions = versions.ofObject(job.tableId());
        for (Map.Entry<String, PartitionVersion> partition : partitions) {
            PartitionVersion version = partition.getValue();
            if (job.kind() == Job.Kind.OPTIMIZE) {
                partitions = partitions.withEntry(partition.getKey(), version.withId(nextId()));
            } else if (isSharedData) {
                partitions = partitions.withEntry(partition.getKey(), version.increment(now, version.rows()));
            }
        }
        return versions.withObject(job.tableId(), partitions);
    }

    private PartitionVersions applyRefreshes(PartitionVersions versions, ClusterState oldState, ClusterState newState) {
        PartitionVersions newVersions = versions;
        for (String id :
                oldState.runs().lastRunsByView().findChangedKeys(newState.runs().lastRunsByView())) {
            Optional<RefreshRun> run = newState.runs().lastRunsByView().get(id).filter(RefreshRun::isEffective);
            if (run.isPresent() && !newVersions.ofObject(run.get().viewId()).isEmpty()) {
                ChangedPartitions writtenPartitions = new ChangedPartitions(
                        Map.of(PartitionVersions.UNPARTITIONED_KEY, 0L),
                        Set.of(PartitionVersions.UNPARTITIONED_KEY),
                        List.of());
                newVersions = newVersions.recordWrite(run.get().viewId(), writtenPartitions, this);
            }
        }
        return newVersions;
    }
}
