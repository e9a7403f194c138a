package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodLength;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions by range that a server drops from time to time, because they are older than {@code partition_ttl}, or
 * because there are more than {@code partition_live_number}.
 */
public final class ExpiredPartitions {
    private final List<RangePartition> partitions;
    private final Type type;
    private final LocalDateTime now;

    private ExpiredPartitions(List<RangePartition> partitions, Type type, LocalDateTime now) {
        this.partitions = partitions;
        this.type = type;
        this.now = now;
    }

    /**
     * Returns a table without the partitions that have expired. The table is unchanged if a job of the table is
     * running, or if a server does not support the limit for the type of the partition column.
     *
     * @param now the current time in the time zone of the server
     */
    public static Table drop(Table table, LocalDateTime now) {
        if (table.state() != TableState.NORMAL || !table.partitioning().isByRange()) {
            return table;
        }
        TablePartitions partitions = TablePartitions.of(table);
        if (partitions.types().size() != 1
                || hasConvertedColumn(table, partitions.types().get(0))) {
            return table;
        }
        ExpiredPartitions expiredPartitions =
                new ExpiredPartitions(partitions.ranges(), partitions.types().get(0), now);
        Set<String> expiredNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try {
            for (RetentionLimit limit : RetentionLimit.findLimits(table)) {
                expiredPartitions
                        .findExpired(limit)
                        .forEach(partition -> expiredNames.add(partition.name().text()));
            }
        } catch (InvalidValueException ignored) {
            return table; // a time before the year 0: no partition is as old
        }
        return withoutPartitions(table, expiredNames);
    }

    /** Returns whether the bounds of the partitions have another type than the column, such as dates in texts. */
    private static boolean hasConvertedColumn(Table table, Type type) {
        return table.partitioning().sourceColumns().stream()
                .flatMap(name -> table.findColumn(name).stream())
                .anyMatch(column -> PrimitiveType.of(column.type()) != PrimitiveType.of(type));
    }

    /**
     * Returns a table without the named partitions. Neither these partitions nor older dropped partitions of the same
     * names can be recovered.
     *
     * @param expiredNames a set that ignores the case of names
     */
    static Table withoutPartitions(Table table, Set<String> expiredNames) {
        if (expiredNames.isEmpty()) {
            return table;
        }
        List<PartitionDefinition> recycledPartitions = table.recycledPartitions().stream()
                .filter(partition -> !expiredNames.contains(partition.name().text()))
                .toList();
        return TablePartitions.of(table)
                .withoutPartitions(expiredNames::contains)
                .withRecycledPartitions(recycledPartitions);
    }

    /**
     * Returns the partitions that exceed a limit; an empty list if a server does not support the limit for the type. A
     * limit on the number of partitions does not count partitions that begin in the future.
     */
    private List<RangePartition> findExpired(RetentionLimit limit) throws InvalidValueException {
        boolean hasTimes = PrimitiveType.of(type).isDateOrDatetime();
        if (limit.extent() instanceof RetentionLimit.Extent.Age age && hasTimes) {
            PartitionKey firstKeptKey = toKey(minus(now, age.length()));
            return partitions.stream()
                    .filter(partition -> upperKey(partition).compareTo(firstKeptKey) <= 0)
                    .toList();
        }
        if (limit.extent() instanceof RetentionLimit.Extent.Partitions kept) {
            PartitionKey currentKey = hasTimes ? toKey(now) : PartitionKey.maximum(List.of(type));
            List<RangePartition> candidates = partitions.stream()
                    .filter(partition -> lowerKey(partition).compareTo(currentKey) <= 0)
                    .sorted(Comparator.comparing(this::upperKey))
                    .toList();
            return candidates.subList(0, (int) Math.max(0, candidates.size() - kept.count()));
        }
        return List.of();
    }

    private static LocalDateTime minus(LocalDateTime time, PeriodLength length) {
        return time.minusMonths(length.months()).minusSeconds(length.seconds());
    }

    private PartitionKey lowerKey(RangePartition partition) {
        return PartitionKey.ofStored(partition.lowerBounds(), List.of(type));
    }

    private PartitionKey upperKey(RangePartition partition) {
        return PartitionKey.ofStored(partition.upperBounds(), List.of(type));
    }

    private PartitionKey toKey(LocalDateTime time) throws InvalidValueException {
        return PartitionKey.of(List.of(new Bound.LiteralBound(PartitionValue.formatTime(time, type))), List.of(type));
    }
}
