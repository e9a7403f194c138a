package dev.cairn.tooling.definition;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.DependentReader;
import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.definition.LiveFigures.ClusterFigures;
import dev.cairn.tooling.definition.LiveFigures.LastRefresh;
import dev.cairn.tooling.definition.LiveFigures.TableFigures;
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
final class LiveFigureReader {
    /** The prefix of the server's internal partitions, which hold no rows. */
    private static final String SHADOW_PARTITION_PREFIX = "$";

    private final ServerConnection connection;
    private final boolean isSharedData;
    private final SortedMap<ObjectName, TableFigures> tables = new TreeMap<>();
    private final SortedMap<ObjectName, LastRefresh> refreshes = new TreeMap<>();
    private final SortedMap<ObjectName, List<String>> loads = new TreeMap<>();
    private final List<TableDependent> dependents = new ArrayList<>();
    private final List<String> readFailures = new ArrayList<>();

    LiveFigureReader(ServerConnection connection, boolean isSharedData) {
        this.connection = connection;
        this.isSharedData = isSharedData;
    }

    /**
     * Reads the statistics of objects. Statistics that can't be read are absent, and the failures are recorded.
     *
     * @param schema the name that the schema's database has in {@code names}
     * @param database the name of this database on the server
     */
    LiveFigures read(Collection<ObjectName> names, String schema, String database) {
        Map<String, List<ObjectName>> namesByDatabase = new TreeMap<>();
        names.forEach(name -> namesByDatabase
                .computeIfAbsent(name.database(), key -> new ArrayList<>())
                .add(name));
        namesByDatabase.forEach((declaredName, objects) -> readDatabase(
                declaredName, declaredName.equals(schema) ? database : declaredName, new HashSet<>(objects)));
        return new LiveFigures(tables, refreshes, loads, dependents, readCluster(), readFailures);
    }

    private void readDatabase(String schemaName, String database, Set<ObjectName> objects) {
        String quotedDatabase = SqlQuoting.quoteName(database);
        Optional<List<List<@Nullable String>>> listedTables = tryToRead(
                "the tables of " + database, () -> connection.fetchRows("SHOW FULL TABLES FROM " + quotedDatabase));
        if (listedTables.isEmpty()) {
            return;
        }
        for (List<@Nullable String> row : listedTables.get()) {
            String name = Objects.toString(row.get(0), "");
            ObjectName object = new ObjectName(schemaName, name);
            if (objects.contains(object)) {
                tryToRead(name, () -> readTable(new ObjectName(database, name)))
                        .ifPresent(figures -> tables.put(object, figures));
            }
        }
        for (NamedRow row :
                queryRows("the materialized views of " + database, "SHOW MATERIALIZED VIEWS FROM " + quotedDatabase)) {
            ObjectName view = new ObjectName(schemaName, row.text("name"));
            if (objects.contains(view)) {
                Optional<String> inactiveReason = row.text("is_active").equalsIgnoreCase("true")
                        ? Optional.empty()
                        : Optional.of(row.text("inactive_reason"));
                refreshes.put(
                        view,
                        new LastRefresh(
                                inactiveReason,
                                row.text("last_refresh_state"),
                                row.text("last_refresh_finished_time")));
            }
        }
        Set<ObjectName> liveNames = objects.stream()
                .map(object -> new ObjectName(database, object.name()))
                .collect(Collectors.toSet());
        DependentReader.readDependents(connection, liveNames, readFailures::add).stream()
                .map(dependent -> dependent.withTable(
                        new ObjectName(schemaName, dependent.table().name())))
                .forEach(dependents::add);
        // SHOW LOAD lists neither Stream Loads nor tables.
        for (NamedRow row : queryRows(
                "the loads of " + database,
                "SELECT TABLE_NAME, LABEL FROM information_schema.loads WHERE DB_NAME = "
                        + SqlQuoting.quoteText(database) + " AND STATE NOT IN ('FINISHED', 'CANCELLED')")) {
            ObjectName table = new ObjectName(schemaName, row.text("TABLE_NAME"));
            loads.computeIfAbsent(table, key -> new ArrayList<>()).add(row.text("LABEL"));
        }
    }

    private TableFigures readTable(ObjectName name) {
        long rows = TableSize.read(connection, name).rowCount();
        ByteSize totalSize = new ByteSize(0);
        ByteSize largestTablet = new ByteSize(0);
        long tablets = 0;
        Set<String> partitions = new HashSet<>();
        Optional<Integer> minReplicas = Optional.empty();
        for (NamedRow row : connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteName(name))) {
            if (row.text("PartitionName").startsWith(SHADOW_PARTITION_PREFIX)) {
                continue;
            }
            // A table with random distribution has several rows for a partition.
            partitions.add(row.text("PartitionName"));
            long buckets = parseNumber(row, "Buckets").orElse(1);
            ByteSize partitionSize = ByteSize.parse(row.text("DataSize")).orElse(new ByteSize(0));
            Optional<Integer> replicaCount = parseNumber(row, "ReplicationNum");
            ByteSize tabletSize = partitionSize.divideBy(buckets * replicaCount.orElse(1));
            totalSize = totalSize.plus(partitionSize);
            tablets += buckets;
            largestTablet = tabletSize.compareTo(largestTablet) > 0 ? tabletSize : largestTablet;
            minReplicas =
                    Stream.concat(minReplicas.stream(), replicaCount.stream()).min(Comparator.naturalOrder());
        }
        return new TableFigures(rows, totalSize, partitions.size(), tablets, minReplicas, largestTablet);
    }

    private Optional<ClusterFigures> readCluster() {
        String statement = isSharedData ? "SHOW COMPUTE NODES" : "SHOW BACKENDS";
        List<NamedRow> aliveNodes = queryRows("the nodes", statement).stream()
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
        return Optional.of(new ClusterFigures(aliveNodes.size(), freeSpace));
    }

    private static Optional<Integer> parseNumber(NamedRow row, String column) {
        String printedNumber = row.text(column);
        return printedNumber.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(printedNumber)) : Optional.empty();
    }

    private List<NamedRow> queryRows(String subject, String sql) {
        return tryToRead(subject, () -> connection.fetchNamedRows(sql)).orElse(List.of());
    }

    private <T> Optional<T> tryToRead(String subject, Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (ServerRefusalException refusal) {
            readFailures.add(subject + ": " + refusal.reason());
            return Optional.empty();
        }
    }
}
