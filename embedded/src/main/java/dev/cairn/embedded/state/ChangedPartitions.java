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
 * The partitions that a load changed. Keys are those of {@link PartitionVersions}.
 *
 * @param rowCounts the partitions to which the load wrote, each with its number of rows after the load
 * @param replacedKeys the partitions that INSERT OVERWRITE replaced by new ones, whether it wrote rows to them or not
 * @param createdPartitions the partitions that the server creates for the rows, because the table is partitioned
 *     automatically
 */
public record ChangedPartitions(
        Map<String, Long> rowCounts, Set<String> replacedKeys, List<PartitionDefinition> createdPartitions) {
    /** A load without rows. */
    public static final ChangedPartitions NONE = new ChangedPartitions(Map.of(), Set.of(), List.of());

    public ChangedPartitions {
        rowCounts = Map.copyOf(rowCounts);
        replacedKeys = Set.copyOf(replacedKeys);
        createdPartitions = List.copyOf(createdPartitions);
    }

    /** Returns the changes of this statement and a later one of the same transaction to the same table. */
    public ChangedPartitions merge(ChangedPartitions laterChanges) {
        Map<String, Long> allRowCounts = new HashMap<>(rowCounts);
        allRowCounts.putAll(laterChanges.rowCounts);
        Set<String> allReplacedKeys = new HashSet<>(replacedKeys);
        allReplacedKeys.addAll(laterChanges.replacedKeys);
        List<PartitionDefinition> allCreatedPartitions = new ArrayList<>(createdPartitions);
        for (PartitionDefinition partition : laterChanges.createdPartitions) {
            if (allCreatedPartitions.stream()
                    .noneMatch(existingPartition -> existingPartition.name().equals(partition.name()))) {
                allCreatedPartitions.add(partition);
            }
        }
        return new ChangedPartitions(allRowCounts, allReplacedKeys, allCreatedPartitions);
    }

    /** Returns a table with the created partitions; ranges stay in the order of their bounds. */
    public Table addTo(Table table) {
        if (createdPartitions.isEmpty()) {
            return table;
        }
        List<PartitionDefinition> allPartitions =
                new ArrayList<>(table.partitioning().partitions());
        allPartitions.addAll(createdPartitions);
        if (table.partitioning().isByRange()) {
            allPartitions.sort(Comparator.comparing(ChangedPartitions::lowerBoundText));
        }
        return table.withPartitioning(table.partitioning().withPartitions(allPartitions));
    }

    /** Returns the lower bound of a range of dates; the order of the texts is that of the dates. */
    private static String lowerBoundText(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.RangePartition rangePartition
                        && rangePartition.lowerBounds().get(0) instanceof PartitionDefinition.Bound.LiteralBound value
                ? value.text()
                : "";
    }
}
