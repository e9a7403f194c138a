package dev.cairn.embedded.state;

import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The partitions that a write changed, identified by their keys.
 *
 * @param rowCountByKey the partitions to which rows were written, each with its number of rows after the write
 * @param replacedKeys the partitions that INSERT OVERWRITE replaced by new ones, whether it wrote rows to them or not
 * @param createdPartitions the partitions that the server creates for the rows, because the table is partitioned
 *     automatically
 * @param includesConditionalDelete whether a DELETE from a table without a primary key is part of the write
 */
public record ChangedPartitions(
        Map<String, Long> rowCountByKey,
        Set<String> replacedKeys,
        List<PartitionDefinition> createdPartitions,
        boolean includesConditionalDelete) {
    /** The result of a write without rows. */
    public static final ChangedPartitions NONE = new ChangedPartitions(Map.of(), Set.of(), List.of());

    public ChangedPartitions {
        rowCountByKey = Map.copyOf(rowCountByKey);
        replacedKeys = Set.copyOf(replacedKeys);
        createdPartitions = List.copyOf(createdPartitions);
    }

    /** Creates the changes of a write that is not a DELETE of a table without a primary key. */
    public ChangedPartitions(
            Map<String, Long> rowCountByKey, Set<String> replacedKeys, List<PartitionDefinition> createdPartitions) {
        this(rowCountByKey, replacedKeys, createdPartitions, false);
    }

    /** Returns these changes as those of a DELETE of a table without a primary key. */
    public ChangedPartitions withConditionalDelete() {
        return new ChangedPartitions(rowCountByKey, replacedKeys, createdPartitions, true);
    }

    /** Returns the changes of this write followed by a later write to the same table in the same transaction. */
    public ChangedPartitions merge(ChangedPartitions laterChanges) {
        Map<String, Long> allRowCountByKey = new HashMap<>(rowCountByKey);
        allRowCountByKey.putAll(laterChanges.rowCountByKey);
        Set<String> allReplacedKeys = new HashSet<>(replacedKeys);
        allReplacedKeys.addAll(laterChanges.replacedKeys);
        List<PartitionDefinition> allCreatedPartitions = new ArrayList<>(createdPartitions);
        for (PartitionDefinition partition : laterChanges.createdPartitions) {
            if (allCreatedPartitions.stream()
                    .noneMatch(existingPartition -> existingPartition.name().equals(partition.name()))) {
                allCreatedPartitions.add(partition);
            }
        }
        return new ChangedPartitions(
                allRowCountByKey,
                allReplacedKeys,
                allCreatedPartitions,
                includesConditionalDelete || laterChanges.includesConditionalDelete);
    }

    /** Returns a copy of a table with the created partitions added. */
    public Table addCreatedPartitionsTo(Table table) {
        return addPartitions(table, createdPartitions);
    }

    /**
     * Returns a copy of a table with partitions added. Range partitions are sorted by the texts of their lower bounds,
     * which are dates or times: other range partitions are not created automatically.
     */
    public static Table addPartitions(Table table, List<PartitionDefinition> addedPartitions) {
        if (addedPartitions.isEmpty()) {
            return table;
        }
        List<PartitionDefinition> allPartitions =
                new ArrayList<>(table.partitioning().partitions());
        allPartitions.addAll(addedPartitions);
        if (table.partitioning().isByRange()) {
            allPartitions.sort(Comparator.comparing(ChangedPartitions::lowerBoundText));
        }
        return table.withPartitioning(table.partitioning().withPartitions(allPartitions));
    }

    /**
     * Returns the lower bound of a range of dates as text, which sorts in the order of the dates; empty for any other
     * partition.
     */
    private static String lowerBoundText(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.RangePartition rangePartition
                        && rangePartition.lowerBounds().get(0)
                                instanceof PartitionDefinition.Bound.LiteralBound lowerBound
                ? lowerBound.text()
                : "";
    }
}
