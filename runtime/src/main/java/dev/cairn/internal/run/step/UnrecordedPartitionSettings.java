package dev.cairn.internal.run.step;

import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of single partitions that no migration records: a user has given a partition another number of replicas
 * or buckets, another medium or another time of cooldown than its table. A new partition gets the settings of the
 * table. SHOW CREATE TABLE prints only the number of replicas, so the others are read from SHOW PARTITIONS.
 *
 * @param liveTable the table in the database
 * @param recordedTables the states of the table that the migrations record
 */
record UnrecordedPartitionSettings(Table liveTable, List<Table> recordedTables) {
    private static final int MAX_NAMED_PARTITIONS = 5;
    /** The date of a cooldown that never happens; the time of day depends on the time zone of the server. */
    private static final String NO_COOLDOWN_DATE = "9999-12-31";

    /**
     * Reads the partitions of the live table, and describes the unrecorded settings of some of them. Describes none if
     * the server refuses to show the partitions.
     *
     * @throws ServerRefusalException if the reason of the refusal is transient
     */
    List<String> read(ServerConnection connection, ObjectName tableName, Predicate<String> isSelected) {
        try {
            return describe(
                    connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteName(tableName)), isSelected);
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return List.of();
        }
    }

    /**
     * Describes the unrecorded settings, such as {@code replication_num = 2 of partition p1}.
     *
     * @param partitionRows the rows of SHOW PARTITIONS
     * @param isSelected selects partitions by their names
     */
    List<String> describe(List<NamedRow> partitionRows, Predicate<String> isSelected) {
        if (!TablePartitions.of(liveTable).isPartitioned()) {
            return List.of(); // the settings of the partition are those of the table
        }
        List<NamedRow> selectedRows = partitionRows.stream()
                .filter(row -> isSelected.test(row.text("PartitionName")))
                .toList();
        List<String> descriptions = new ArrayList<>();
        descriptions.addAll(describeValues(
                "replication_num",
                selectedRows,
                row -> row.text("ReplicationNum"),
                row -> findReplicaCounts(row.text("PartitionName")).contains(row.text("ReplicationNum"))));
        descriptions.addAll(describeValues(
                "number of buckets",
                selectedRows,
                row -> row.text("Buckets"),
                row -> isRecordedBucketCount(row.text("Buckets"))));
        Set<String> media = findMedia(partitionRows);
        descriptions.addAll(describeValues(
                "storage_medium",
                selectedRows,
                row -> row.text("StorageMedium"),
                row -> hasCooldown() || media.contains(row.text("StorageMedium"))));
        boolean isCooldownUsual = partitionRows.stream()
                        .filter(UnrecordedPartitionSettings::hasCooldown)
                        .count()
                > partitionRows.size() / 2;
        descriptions.addAll(describeValues(
                "storage_cooldown_time",
                selectedRows,
                row -> row.text("CooldownTime"),
                row -> hasCooldown() || isCooldownUsual || !hasCooldown(row)));
        return descriptions;
    }

    /** Describes the values of a setting, except for recorded ones and those that this kind of server does not show. */
    private static List<String> describeValues(
            String settingName,
            List<NamedRow> rows,
            Function<NamedRow, String> valueGetter,
            Predicate<NamedRow> isRecorded) {
        Map<String, Set<String>> partitionNamesByValue = new TreeMap<>();
        rows.stream()
                .filter(row -> !valueGetter.apply(row).isEmpty() && !isRecorded.test(row))
                .forEach(row -> partitionNamesByValue
                        .computeIfAbsent(valueGetter.apply(row), value -> new TreeSet<>())
                        .add(row.text("PartitionName")));
        return partitionNamesByValue.entrySet().stream()
                .map(entry -> settingName + " = " + entry.getKey() + " of " + describePartitions(entry.getValue()))
                .toList();
    }

    private static String describePartitions(Set<String> names) {
        String nameList = names.stream().limit(MAX_NAMED_PARTITIONS).collect(Collectors.joining(", "));
        String remainder =
                names.size() > MAX_NAMED_PARTITIONS ? " and " + (names.size() - MAX_NAMED_PARTITIONS) + " others" : "";
        return (names.size() == 1 ? "partition " : "partitions ") + nameList + remainder;
    }

    /** Returns the numbers of replicas that the partition has without a change by a user. */
    private Set<String> findReplicaCounts(String partitionName) {
        Set<String> declaredCounts = recordedTables.stream()
                .flatMap(table -> TablePartitions.of(table).findPartition(partitionName).stream())
                .flatMap(partition -> findReplicaCount(partition).stream())
                .collect(Collectors.toSet());
        if (!declaredCounts.isEmpty()) {
            return declaredCounts;
        }
        boolean isDeclared = recordedTables.stream()
                .anyMatch(table ->
                        TablePartitions.of(table).findPartition(partitionName).isPresent());
        // A partition that no migration declares is created like the old one.
        Stream<String> copiedCounts = isDeclared
                ? Stream.empty()
                : TablePartitions.of(liveTable).findPartition(partitionName).stream()
                        .flatMap(partition -> findReplicaCount(partition).stream());
        return Stream.concat(
                        copiedCounts,
                        streamTables()
                                .flatMap(table -> Stream.of(
                                                KnownProperty.REPLICATION_NUM,
                                                KnownProperty.DYNAMIC_PARTITION_REPLICATION_NUM)
                                        .flatMap(property -> property.findValueIn(table.properties()).stream())))
                .collect(Collectors.toSet());
    }

    private static Optional<String> findReplicaCount(PartitionDefinition partition) {
        return KnownProperty.REPLICATION_NUM.findValueIn(partition.properties());
    }

    private Stream<Table> streamTables() {
        return Stream.concat(Stream.of(liveTable), recordedTables.stream());
    }

    /** Returns whether a table has this number of buckets; true if the server chooses the number. */
    private boolean isRecordedBucketCount(String bucketCount) {
        return streamTables()
                .anyMatch(table -> !(table.distribution() instanceof Distribution.Hash)
                        || !(table.distribution().storedBuckets() instanceof Buckets.Count count)
                        || bucketCount.equals(Integer.toString(count.value()))
                        || KnownProperty.DYNAMIC_PARTITION_BUCKETS
                                .findValueIn(table.properties())
                                .filter(bucketCount::equals)
                                .isPresent());
    }

    /** Returns the medium of the table; if it has none, the one that most of its partitions have. */
    private Set<String> findMedia(List<NamedRow> partitionRows) {
        Optional<String> tableMedium = KnownProperty.STORAGE_MEDIUM.findValueIn(liveTable.properties());
        if (tableMedium.isPresent()) {
            return Set.of(tableMedium.get());
        }
        Map<String, Long> countByMedium = partitionRows.stream()
                .collect(Collectors.groupingBy(row -> row.text("StorageMedium"), Collectors.counting()));
        return countByMedium.isEmpty()
                ? Set.of()
                : Set.of(Collections.max(
                        countByMedium.keySet(), Comparator.comparing(medium -> countByMedium.get(medium))));
    }

    /** Returns whether the partitions of the table change their medium with time. */
    private boolean hasCooldown() {
        return streamTables()
                .anyMatch(table -> KnownProperty.STORAGE_COOLDOWN_TIME.isSetIn(table.properties())
                        || KnownProperty.STORAGE_COOLDOWN_TTL.isSetIn(table.properties()));
    }

    private static boolean hasCooldown(NamedRow row) {
        return !row.text("CooldownTime").isEmpty() && !row.text("CooldownTime").startsWith(NO_COOLDOWN_DATE);
    }
}
