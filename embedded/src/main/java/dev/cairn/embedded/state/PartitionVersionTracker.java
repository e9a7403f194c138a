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
 * Updates the versions of partitions after a change of the state.
 *
 * @param ids generates the ids of new partitions
 * @param now the time of the change
 */
record PartitionVersionTracker(LongSupplier ids, Instant now, boolean sharedData) {
    long nextId() {
        return ids.getAsLong();
    }

    PartitionVersion newVersion() {
        return PartitionVersion.initial(nextId(), now);
    }

    /** Returns the versions after a change of the catalog, of jobs or of refreshes. */
    @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
    PartitionVersions update(
            ClusterState before, ClusterState after, @Nullable Statement statement, @Nullable String database) {
        PartitionVersions versions = after.versions();
        if (statement != null) {
            Optional<StatementObject> subject = StatementObject.of(statement, database);
            if (subject.isPresent()) {
                versions = applyChange(versions, after, statement, subject.get());
            }
        }
        if (before.catalog() != after.catalog()) {
            for (String name : before.catalog()
                    .databases()
                    .findChangedNames(after.catalog().databases())) {
                versions = retainMatching(versions, before, after, name);
            }
            versions = statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                    ? retainExisting(versions, after.identities())
                    : versions;
        }
        if (before.jobs() != after.jobs()) {
            for (SchemaChangeJob job : before.jobs().runningJobs()) {
                versions = endJob(versions, job, after);
            }
        }
        return before.runs() == after.runs() ? versions : applyRefreshes(versions, before, after);
    }

    // Statements that replace partitions or rename them.

    private PartitionVersions applyChange(
            PartitionVersions versions, ClusterState after, Statement statement, StatementObject subject) {
        long id = after.identities().id(subject.database(), subject.name());
        PersistentMap<PartitionVersion> partitions = versions.of(id);
        if (statement instanceof Statement.TruncateTable truncate) {
            return versions.with(
                    id,
                    truncate.partitions() == null
                            ? renew(partitions, key -> !key.startsWith(PartitionVersions.RECYCLED))
                            : renew(partitions, truncate.partitions()));
        }
        if (statement instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                partitions = applyChange(partitions, clause);
            }
            return versions.with(id, partitions);
        }
        return versions;
    }

    private PersistentMap<PartitionVersion> applyChange(
            PersistentMap<PartitionVersion> partitions, AlterClause clause) {
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            return renew(partitions, truncate.partitions());
        }
        if (clause instanceof AlterClause.RenamePartition rename) {
            return move(partitions, rename.oldName().text(), rename.newName().text());
        }
        return clause instanceof ReplacePartitions replace ? replace(partitions, replace) : partitions;
    }

    private PersistentMap<PartitionVersion> renew(PersistentMap<PartitionVersion> partitions, PartitionNames names) {
        return renew(
                partitions,
                key -> names.names().stream()
                        .anyMatch(
                                name -> key.equals(PartitionVersions.WHOLE) || isKeyOf(key, name, names.temporary())));
    }

    private PersistentMap<PartitionVersion> renew(
            PersistentMap<PartitionVersion> partitions, Predicate<String> condition) {
        PersistentMap<PartitionVersion> renewed = partitions;
        for (Map.Entry<String, PartitionVersion> partition : partitions) {
            if (condition.test(partition.getKey())) {
                renewed = renewed.with(partition.getKey(), newVersion());
            }
        }
        return renewed;
    }

    private static boolean isKeyOf(String key, Name name, boolean temporary) {
        return temporary
                ? key.startsWith(PartitionVersions.TEMPORARY)
                        && name.is(key.substring(PartitionVersions.TEMPORARY.length()))
                : name.is(key);
    }

    private static PersistentMap<PartitionVersion> move(
            PersistentMap<PartitionVersion> partitions, String oldName, String newName) {
        return partitions
                .get(oldName)
                .map(version -> partitions.without(oldName).with(newName, version))
                .orElse(partitions);
    }

    /** Replaces partitions by temporary ones, which take over their names if there are as many of both. */
    private static PersistentMap<PartitionVersion> replace(
            PersistentMap<PartitionVersion> partitions, ReplacePartitions replace) {
        List<Name> names = replace.partitions().names();
        List<Name> temporary = replace.replacement().names();
        boolean keepsNames = names.size() != temporary.size()
                || replace.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(PartitionVersions.USE_TEMPORARY_NAMES)
                                && property.value().equalsIgnoreCase("true"));
        List<PartitionVersion> moved = new ArrayList<>();
        PersistentMap<PartitionVersion> remaining = partitions;
        for (Name name : temporary) {
            String key = PartitionVersions.key(name.text(), true);
            remaining.get(key).ifPresent(moved::add);
            remaining = remaining.without(key);
        }
        for (Name name : names) {
            remaining = remaining.without(name.text());
        }
        for (int i = 0; i < moved.size(); i++) {
            remaining = remaining.with((keepsNames ? temporary : names).get(i).text(), moved.get(i));
        }
        return remaining;
    }

    // Partitions that appeared or disappeared.

    private PartitionVersions retainMatching(
            PartitionVersions versions, ClusterState before, ClusterState after, String name) {
        Optional<Database> database = after.catalog().database(name);
        if (database.isEmpty()) {
            return versions;
        }
        Optional<Database> old = before.catalog().database(name);
        PersistentMap<Table> tables = old.map(Database::tables).orElse(PersistentMap.empty());
        PartitionVersions matched = versions;
        for (String changed : tables.findChangedNames(database.get().tables())) {
            Optional<Table> table = database.get().tables().get(changed);
            if (table.isPresent()) {
                long id = after.identities().id(name, changed);
                matched = matched.with(id, retainMatching(matched.of(id), table.get()));
            }
        }
        PersistentMap<MaterializedView> views =
                old.map(Database::materializedViews).orElse(PersistentMap.empty());
        for (String changed : views.findChangedNames(database.get().materializedViews())) {
            boolean whole = database.get()
                    .materializedViews()
                    .get(changed)
                    .filter(view -> view.partitioningKind() == MaterializedView.PartitioningKind.UNPARTITIONED)
                    .isPresent();
            long id = after.identities().id(name, changed);
            if (whole && matched.of(id).isEmpty()) {
                matched = matched.with(
                        id, PersistentMap.<PartitionVersion>empty().with(PartitionVersions.WHOLE, newVersion()));
            }
        }
        return matched;
    }

    private PersistentMap<PartitionVersion> retainMatching(PersistentMap<PartitionVersion> knownVersions, Table table) {
        Set<String> keys = keys(table);
        PersistentMap<PartitionVersion> matched = knownVersions;
        for (Map.Entry<String, PartitionVersion> partition : knownVersions) {
            String key = partition.getKey();
            if (!keys.contains(key)) {
                matched = matched.without(key);
                boolean recoverable = !key.startsWith(PartitionVersions.TEMPORARY)
                        && isAmong(
                                table.recycledPartitions(),
                                key.startsWith(PartitionVersions.RECYCLED)
                                        ? key.substring(PartitionVersions.RECYCLED.length())
                                        : key);
                if (recoverable) {
                    matched = matched.with(
                            key.startsWith(PartitionVersions.RECYCLED) ? key : PartitionVersions.RECYCLED + key,
                            partition.getValue());
                }
            }
        }
        for (String key : keys) {
            if (!matched.contains(key)) {
                PartitionVersion version = knownVersions
                        .get(PartitionVersions.RECYCLED + key)
                        .filter(recycled -> !isAmong(table.recycledPartitions(), key))
                        .orElseGet(this::newVersion);
                matched = matched.with(key, version).without(PartitionVersions.RECYCLED + key);
            }
        }
        return matched;
    }

    private static boolean isAmong(List<PartitionDefinition> partitions, String name) {
        return partitions.stream().anyMatch(partition -> partition.name().text().equals(name));
    }

    private static Set<String> keys(Table table) {
        Set<String> keys = new TreeSet<>();
        if (table.partitioning() instanceof Partitioning.None) {
            keys.add(PartitionVersions.WHOLE);
        }
        if (table.partitioning().automatic()) {
            keys.add(PartitionVersions.SHADOW);
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
    private static PartitionVersions retainExisting(PartitionVersions versions, Identities identities) {
        PersistentMap<PersistentMap<PartitionVersion>> remaining = versions.objects();
        Set<Long> ids = identities.recoverable();
        for (Map.Entry<String, PersistentMap<PartitionVersion>> object : versions.objects()) {
            remaining = ids.contains(Long.parseLong(object.getKey())) ? remaining : remaining.without(object.getKey());
        }
        return new PartitionVersions(remaining);
    }

    // Jobs and refreshes.

    private PartitionVersions endJob(PartitionVersions versions, SchemaChangeJob job, ClusterState after) {
        boolean finished = after.jobs()
                .find(job.id())
                .filter(now -> now.state() == Job.State.FINISHED)
                .isPresent();
        if (!finished) {
            return versions;
        }
        PersistentMap<PartitionVersion> partitions = versions.of(job.tableId());
        for (Map.Entry<String, PartitionVersion> partition : partitions) {
            PartitionVersion version = partition.getValue();
            if (job.kind() == Job.Kind.OPTIMIZE) {
                partitions = partitions.with(partition.getKey(), version.withId(nextId()));
            } else if (sharedData) {
                partitions = partitions.with(partition.getKey(), version.increment(now, version.rows()));
            }
        }
        return versions.with(job.tableId(), partitions);
    }

    private PartitionVersions applyRefreshes(PartitionVersions versions, ClusterState before, ClusterState after) {
        PartitionVersions refreshed = versions;
        for (String id : before.runs().lastRuns().findChangedNames(after.runs().lastRuns())) {
            Optional<RefreshRun> run = after.runs().lastRuns().get(id).filter(last -> last.failure() == null);
            if (run.isPresent() && !refreshed.of(run.get().viewId()).isEmpty()) {
                ChangedPartitions writtenPartitions = new ChangedPartitions(
                        Map.of(PartitionVersions.WHOLE, 0L), Set.of(PartitionVersions.WHOLE), List.of());
                refreshed = refreshed.recordWrite(run.get().viewId(), writtenPartitions, this);
            }
        }
        return refreshed;
    }
}
