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
 * The versions of the partitions of all tables and materialized views, by the id of the object and the key of the
 * partition.
 *
 * <p>What a server does with ids and versions:
 *
 * <ul>
 *   <li>A new partition has version 1. A transaction adds 1 to each partition to which it wrote at least one row; it
 *       leaves other partitions of the table unchanged, because a backend aborts the writers of partitions without
 *       rows and reports no tablets of them. An INSERT without rows succeeds and changes no version.
 *   <li>DELETE of a table without a primary key is no load but a condition that is added to partitions: the named
 *       ones, or those that remain after partition pruning. It adds 1 to each of them, even if no row meets the
 *       condition. DELETE of a PRIMARY KEY table and UPDATE are loads like any other.
 *   <li>INSERT OVERWRITE and the refresh of a materialized view write to temporary partitions, which replace the
 *       others: new ids, and version 2, or 1 for a partition without rows.
 *   <li>TRUNCATE replaces partitions by new ones: new ids, and version 1.
 *   <li>REPLACE PARTITION keeps the ids and versions of the temporary partitions, also where they take over the names.
 *   <li>RENAME of a table or partition, SWAP, and RECOVER keep ids and versions. An unpartitioned table has one
 *       partition, which is renamed with the table.
 *   <li>A schema change keeps ids and versions, also if it rewrites the rows. A shared-data server adds 1 to each
 *       partition when a schema change or rollup ends, unless the change affects the metadata alone.
 *   <li>OPTIMIZE replaces all partitions: new ids. The versions are those of the replaced partitions.
 * </ul>
 */
public record PartitionVersions(PersistentMap<PersistentMap<PartitionVersion>> objects) {
    static final PartitionVersions NONE = new PartitionVersions(PersistentMap.empty());

    /** The key of the only partition of an unpartitioned table. */
    public static final String WHOLE = "*";

    private static final String TEMPORARY = "temporary.";
    private static final String RECYCLED = "recycled.";
    private static final String USE_TEMPORARY_NAMES = "use_temp_partition_name";

    /** Returns the key of a partition of a partitioned table. */
    public static String key(String partition, boolean temporary) {
        return temporary ? TEMPORARY + partition : partition;
    }

    /** Returns the version of a partition; empty if it is unknown, such as that of a temporary table. */
    public Optional<PartitionVersion> find(long object, String key) {
        return of(object).get(key);
    }

    private PersistentMap<PartitionVersion> of(long object) {
        return objects.get(Long.toString(object)).orElse(PersistentMap.empty());
    }

    private PartitionVersions with(long object, PersistentMap<PartitionVersion> partitions) {
        return new PartitionVersions(objects.with(Long.toString(object), partitions));
    }

    /** Returns the versions after a load into an object; partitions that it created already have their versions. */
    PartitionVersions written(long object, WrittenPartitions written, Update update) {
        PersistentMap<PartitionVersion> partitions = of(object);
        for (String key : new TreeSet<>(written.replaced())) {
            if (partitions.contains(key)) {
                partitions = partitions.with(key, update.fresh());
            }
        }
        for (Map.Entry<String, Long> rows : written.rows().entrySet()) {
            Optional<PartitionVersion> before = partitions.get(rows.getKey());
            if (before.isPresent()) {
                partitions = partitions.with(rows.getKey(), before.get().next(update.now(), rows.getValue()));
            }
        }
        return with(object, partitions);
    }

    /** Returns the versions of a copied database: the copies have ids of their own. */
    PartitionVersions copied(Map<Long, Long> copies, Update update) {
        PartitionVersions all = this;
        for (Map.Entry<Long, Long> copy : copies.entrySet()) {
            PersistentMap<PartitionVersion> partitions = PersistentMap.empty();
            for (Map.Entry<String, PartitionVersion> partition : of(copy.getKey())) {
                partitions =
                        partitions.with(partition.getKey(), partition.getValue().withId(update.nextId()));
            }
            all = all.with(copy.getValue(), partitions);
        }
        return all;
    }

    /**
     * The circumstances of a change.
     *
     * @param ids gives new ids
     */
    record Update(LongSupplier ids, Instant now, boolean sharedData) {
        long nextId() {
            return ids.getAsLong();
        }

        PartitionVersion fresh() {
            return PartitionVersion.initial(nextId(), now);
        }

        /** Returns the versions after a change of the catalog, of jobs or of refreshes. */
        @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
        PartitionVersions following(
                ClusterState before, ClusterState after, @Nullable Statement statement, @Nullable String database) {
            PartitionVersions versions = after.versions();
            if (statement != null) {
                Optional<StatementObject> subject = StatementObject.of(statement, database);
                if (subject.isPresent()) {
                    versions = changed(versions, after, statement, subject.get());
                }
            }
            if (before.catalog() != after.catalog()) {
                for (String name :
                        before.catalog().databases().replacedIn(after.catalog().databases())) {
                    versions = matching(versions, before, after, name);
                }
                versions = statement instanceof Statement.DropTable || statement instanceof Statement.DropDatabase
                        ? existing(versions, after.identities())
                        : versions;
            }
            if (before.jobs() != after.jobs()) {
                for (SchemaChangeJob job : before.jobs().running()) {
                    versions = ended(versions, job, after);
                }
            }
            return before.runs() == after.runs() ? versions : refreshed(versions, before, after);
        }

        // Statements that replace partitions or rename them.

        private PartitionVersions changed(
                PartitionVersions versions, ClusterState after, Statement statement, StatementObject subject) {
            long id = after.identities().id(subject.database(), subject.name());
            PersistentMap<PartitionVersion> partitions = versions.of(id);
            if (statement instanceof Statement.TruncateTable truncate) {
                return versions.with(
                        id,
                        truncate.partitions() == null
                                ? renewed(partitions, key -> !key.startsWith(RECYCLED))
                                : renewed(partitions, truncate.partitions()));
            }
            if (statement instanceof Statement.AlterTable alter) {
                for (AlterClause clause : alter.clauses()) {
                    partitions = changed(partitions, clause);
                }
                return versions.with(id, partitions);
            }
            return versions;
        }

        private PersistentMap<PartitionVersion> changed(
                PersistentMap<PartitionVersion> partitions, AlterClause clause) {
            if (clause instanceof AlterClause.TruncatePartitions truncate) {
                return renewed(partitions, truncate.partitions());
            }
            if (clause instanceof AlterClause.RenamePartition rename) {
                return moved(partitions, rename.from().text(), rename.to().text());
            }
            return clause instanceof ReplacePartitions replace ? replaced(partitions, replace) : partitions;
        }

        private PersistentMap<PartitionVersion> renewed(
                PersistentMap<PartitionVersion> partitions, PartitionNames names) {
            return renewed(
                    partitions,
                    key -> names.names().stream()
                            .anyMatch(name -> key.equals(WHOLE) || isKeyOf(key, name, names.temporary())));
        }

        private PersistentMap<PartitionVersion> renewed(
                PersistentMap<PartitionVersion> partitions, Predicate<String> condition) {
            PersistentMap<PartitionVersion> renewed = partitions;
            for (Map.Entry<String, PartitionVersion> partition : partitions) {
                if (condition.test(partition.getKey())) {
                    renewed = renewed.with(partition.getKey(), fresh());
                }
            }
            return renewed;
        }

        private static boolean isKeyOf(String key, Name name, boolean temporary) {
            return temporary ? key.startsWith(TEMPORARY) && name.is(key.substring(TEMPORARY.length())) : name.is(key);
        }

        private static PersistentMap<PartitionVersion> moved(
                PersistentMap<PartitionVersion> partitions, String from, String to) {
            return partitions
                    .get(from)
                    .map(version -> partitions.without(from).with(to, version))
                    .orElse(partitions);
        }

        /** The temporary partitions take the names of the others if there are as many of them. */
        private static PersistentMap<PartitionVersion> replaced(
                PersistentMap<PartitionVersion> partitions, ReplacePartitions replace) {
            List<Name> names = replace.partitions().names();
            List<Name> temporary = replace.replacement().names();
            boolean keepsNames = names.size() != temporary.size()
                    || replace.properties().stream()
                            .anyMatch(property -> property.name().equalsIgnoreCase(USE_TEMPORARY_NAMES)
                                    && property.value().equalsIgnoreCase("true"));
            List<PartitionVersion> moved = new ArrayList<>();
            PersistentMap<PartitionVersion> left = partitions;
            for (Name name : temporary) {
                String key = key(name.text(), true);
                left.get(key).ifPresent(moved::add);
                left = left.without(key);
            }
            for (Name name : names) {
                left = left.without(name.text());
            }
            for (int i = 0; i < moved.size(); i++) {
                left = left.with((keepsNames ? temporary : names).get(i).text(), moved.get(i));
            }
            return left;
        }

        // Partitions that appeared or disappeared.

        private PartitionVersions matching(
                PartitionVersions versions, ClusterState before, ClusterState after, String name) {
            Optional<Database> database = after.catalog().database(name);
            if (database.isEmpty()) {
                return versions;
            }
            Optional<Database> old = before.catalog().database(name);
            PersistentMap<Table> tables = old.map(Database::tables).orElse(PersistentMap.empty());
            PartitionVersions matched = versions;
            for (String changed : tables.replacedIn(database.get().tables())) {
                Optional<Table> table = database.get().tables().get(changed);
                if (table.isPresent()) {
                    long id = after.identities().id(name, changed);
                    matched = matched.with(id, matching(matched.of(id), table.get()));
                }
            }
            PersistentMap<MaterializedView> views =
                    old.map(Database::materializedViews).orElse(PersistentMap.empty());
            for (String changed : views.replacedIn(database.get().materializedViews())) {
                boolean whole = database.get()
                        .materializedViews()
                        .get(changed)
                        .filter(view -> view.division() == MaterializedView.Division.UNPARTITIONED)
                        .isPresent();
                long id = after.identities().id(name, changed);
                if (whole && matched.of(id).isEmpty()) {
                    matched = matched.with(
                            id, PersistentMap.<PartitionVersion>empty().with(WHOLE, fresh()));
                }
            }
            return matched;
        }

        private PersistentMap<PartitionVersion> matching(PersistentMap<PartitionVersion> known, Table table) {
            Set<String> keys = keys(table);
            PersistentMap<PartitionVersion> matched = known;
            for (Map.Entry<String, PartitionVersion> partition : known) {
                String key = partition.getKey();
                if (!keys.contains(key)) {
                    matched = matched.without(key);
                    boolean recoverable = !key.startsWith(TEMPORARY)
                            && isAmong(
                                    table.recycledPartitions(),
                                    key.startsWith(RECYCLED) ? key.substring(RECYCLED.length()) : key);
                    if (recoverable) {
                        matched = matched.with(key.startsWith(RECYCLED) ? key : RECYCLED + key, partition.getValue());
                    }
                }
            }
            for (String key : keys) {
                if (!matched.contains(key)) {
                    PartitionVersion version = known.get(RECYCLED + key)
                            .filter(recycled -> !isAmong(table.recycledPartitions(), key))
                            .orElseGet(this::fresh);
                    matched = matched.with(key, version).without(RECYCLED + key);
                }
            }
            return matched;
        }

        private static boolean isAmong(List<PartitionDefinition> partitions, String name) {
            return partitions.stream()
                    .anyMatch(partition -> partition.name().text().equals(name));
        }

        private static Set<String> keys(Table table) {
            Set<String> keys = new TreeSet<>();
            if (table.partitioning() instanceof Partitioning.None) {
                keys.add(WHOLE);
            }
            table.partitioning()
                    .partitions()
                    .forEach(partition -> keys.add(key(partition.name().text(), false)));
            table.temporaryPartitions()
                    .forEach(partition -> keys.add(key(partition.name().text(), true)));
            return keys;
        }

        /** Removes the versions of objects that can't be recovered. */
        private static PartitionVersions existing(PartitionVersions versions, Identities identities) {
            PersistentMap<PersistentMap<PartitionVersion>> left = versions.objects();
            Set<Long> ids = identities.recoverable();
            for (Map.Entry<String, PersistentMap<PartitionVersion>> object : versions.objects()) {
                left = ids.contains(Long.parseLong(object.getKey())) ? left : left.without(object.getKey());
            }
            return new PartitionVersions(left);
        }

        // Jobs and refreshes.

        private PartitionVersions ended(PartitionVersions versions, SchemaChangeJob job, ClusterState after) {
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
                    partitions = partitions.with(partition.getKey(), version.next(now, version.rows()));
                }
            }
            return versions.with(job.tableId(), partitions);
        }

        private PartitionVersions refreshed(PartitionVersions versions, ClusterState before, ClusterState after) {
            PartitionVersions refreshed = versions;
            for (String id : before.runs().last().replacedIn(after.runs().last())) {
                Optional<RefreshRun> run = after.runs().last().get(id).filter(last -> last.failure() == null);
                if (run.isPresent() && !refreshed.of(run.get().view()).isEmpty()) {
                    WrittenPartitions written = new WrittenPartitions(Map.of(WHOLE, 0L), Set.of(WHOLE), List.of());
                    refreshed = refreshed.written(run.get().view(), written, this);
                }
            }
            return refreshed;
        }
    }
}
