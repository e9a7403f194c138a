package dev.cairn.tooling.definition;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.DependentReader;
import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.definition.LiveStatistics.ClusterStatistics;
import dev.cairn.tooling.definition.LiveStatistics.MaterializedViewStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads statistics with statements that the frontend answers alone, except for the running loads: two statements for
 * each table, three for each database, one for the nodes, and the statements of {@link DependentReader}.
 */
final class LiveStatisticsReader {
    /** The prefix of the server's internal partitions, which do not contain rows. */
    private static final String SHADOW_PARTITION_PREFIX = "$";

    private static final String VIEW_TYPE = "VIEW";

    private final ServerConnection connection;
    private final boolean isSharedData;
    private final SortedMap<ObjectName, TableStatistics> statisticsByTable = new TreeMap<>();
    private final SortedMap<ObjectName, MaterializedViewStatistics> statisticsByView = new TreeMap<>();
    private final SortedMap<ObjectName, List<String>> loadLabelsByTable = new TreeMap<>();
    private final List<TableDependent> dependents = new ArrayList<>();
    private final List<String> readFailures = new ArrayList<>();

    LiveStatisticsReader(ServerConnection connection, boolean isSharedData) {
        this.connection = connection;
        this.isSharedData = isSharedData;
    }

    /**
     * Reads the statistics of objects. Statistics that can't be read are absent, and the failures are recorded.
     *
     * @param schemaName the name that the schema's database has in {@code names}
     * @param database the name of this database on the server
     */
    LiveStatistics read(Collection<ObjectName> names, String schemaName, String database) {
        Map<String, List<ObjectName>> namesByDatabase = new TreeMap<>();
        names.forEach(name -> namesByDatabase
                .computeIfAbsent(name.database(), key -> new ArrayList<>())
                .add(name));
        namesByDatabase.forEach((declaredDatabase, objectNames) -> readDatabase(
                declaredDatabase,
                declaredDatabase.equals(schemaName) ? database : declaredDatabase,
                new HashSet<>(objectNames)));
        return new LiveStatistics(
                statisticsByTable, statisticsByView, loadLabelsByTable, dependents, readCluster(), readFailures);
    }

    private void readDatabase(String declaredDatabase, String database, Set<ObjectName> declaredNames) {
        String quotedDatabase = SqlQuoting.quoteName(database);
        Optional<List<List<@Nullable String>>> tableRows = tryRead(
                "the tables of " + database, () -> connection.fetchRows("SHOW FULL TABLES FROM " + quotedDatabase));
        if (tableRows.isEmpty()) {
            return;
        }
        Set<String> materializedViewNames = new HashSet<>();
        for (NamedRow row : tryReadRows(
                "the materialized views of " + database, "SHOW MATERIALIZED VIEWS FROM " + quotedDatabase)) {
            materializedViewNames.add(row.text("name"));
            ObjectName viewName = new ObjectName(declaredDatabase, row.text("name"));
            if (declaredNames.contains(viewName)) {
                Optional<String> inactiveReason = row.text("is_active").equalsIgnoreCase("true")
                        ? Optional.empty()
                        : Optional.of(row.text("inactive_reason"));
                statisticsByView.put(
                        viewName,
                        new MaterializedViewStatistics(
                                inactiveReason,
                                row.text("last_refresh_state"),
                                row.text("last_refresh_finished_time")));
            }
        }
        for (List<@Nullable String> row : tableRows.get()) {
            String name = Objects.toString(row.get(0), "");
            ObjectName declaredName = new ObjectName(declaredDatabase, name);
            // The server shows the type VIEW for materialized views, too.
            boolean isStored = !VIEW_TYPE.equals(row.get(1)) || materializedViewNames.contains(name);
            if (isStored && declaredNames.contains(declaredName)) {
                tryRead(name, () -> readTable(new ObjectName(database, name)))
                        .ifPresent(statistics -> statisticsByTable.put(declaredName, statistics));
            }
        }
        Set<ObjectName> liveNames = declaredNames.stream()
                .map(declaredName -> new ObjectName(database, declaredName.name()))
                .collect(Collectors.toSet());
        DependentReader.readDependents(connection, liveNames, readFailures::add).stream()
                .map(dependent -> dependent.withRenamedDatabase(database, declaredDatabase))
                .forEach(dependents::add);
        // SHOW LOAD lists neither Stream Loads nor tables.
        for (NamedRow row : tryReadRows(
                "the loads of " + database,
                "SELECT TABLE_NAME, LABEL FROM information_schema.loads WHERE DB_NAME = "
                        + SqlQuoting.quoteText(database) + " AND STATE NOT IN ('FINISHED', 'CANCELLED')")) {
            ObjectName tableName = new ObjectName(declaredDatabase, row.text("TABLE_NAME"));
            loadLabelsByTable
                    .computeIfAbsent(tableName, key -> new ArrayList<>())
                    .add(row.text("LABEL"));
        }
    }

    private TableStatistics readTable(ObjectName name) {
        long rowCount = TableSize.read(connection, name).rowCount();
        ByteSize totalSize = new ByteSize(0);
        ByteSize largestTabletSize = new ByteSize(0);
        long tabletCount = 0;
        Set<String> partitionNames = new HashSet<>();
        Optional<Integer> minReplicaCount = Optional.empty();
        for (NamedRow row : connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteName(name))) {
            if (row.text("PartitionName").startsWith(SHADOW_PARTITION_PREFIX)) {
                continue;
            }
            // A table with random distribution has several rows for a partition.
            partitionNames.add(row.text("PartitionName"));
            long bucketCount = findNumber(row, "Buckets").orElse(1);
            ByteSize partitionSize = ByteSize.parse(row.text("DataSize")).orElse(new ByteSize(0));
            Optional<Integer> replicaCount = findNumber(row, "ReplicationNum");
            ByteSize tabletSize = partitionSize.divideBy(bucketCount * replicaCount.orElse(1));
            totalSize = totalSize.plus(partitionSize);
            tabletCount += bucketCount;
            largestTabletSize = tabletSize.compareTo(largestTabletSize) > 0 ? tabletSize : largestTabletSize;
            minReplicaCount = Stream.concat(minReplicaCount.stream(), replicaCount.stream())
                    .min(Comparator.naturalOrder());
        }
        return new TableStatistics(
                rowCount, totalSize, partitionNames.size(), tabletCount, minReplicaCount, largestTabletSize);
    }

    private Optional<ClusterStatistics> readCluster() {
        String statement = isSharedData ? "SHOW COMPUTE NODES" : "SHOW BACKENDS";
        List<NamedRow> aliveNodes = tryReadRows("the nodes", statement).stream()
                .filter(row -> row.text("Alive").equalsIgnoreCase("true"))
                .toList();
        if (aliveNodes.isEmpty()) {
            return Optional.empty();
        }
        Optional<ByteSize> freeSpace = isSharedData
                ? Optional.empty()
                : aliveNodes.stream()
                        .map(row -> ByteSize.parse(row.text("AvailCapacity")).orElse(new ByteSize(0)))
                        .reduce(ByteSize::plus);
        return Optional.of(new ClusterStatistics(aliveNodes.size(), freeSpace));
    }

    /**
     * Returns a number that the server prints in a column; empty if it prints none, or one of more than nine digits.
     */
    private static Optional<Integer> findNumber(NamedRow row, String columnName) {
        String printedNumber = row.text(columnName);
        return printedNumber.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(printedNumber)) : Optional.empty();
    }

    private List<NamedRow> tryReadRows(String subject, String sql) {
        return tryRead(subject, () -> connection.fetchNamedRows(sql)).orElse(List.of());
    }

    private <T> Optional<T> tryRead(String subject, Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (ServerRefusalException refusal) {
            // Statistics are optional, so even a transient refusal is recorded rather than thrown.
            readFailures.add(subject + ": " + refusal.reason());
            return Optional.empty();
        }
    }
}
