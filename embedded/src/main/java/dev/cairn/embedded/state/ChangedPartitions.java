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
 * @param rows the partitions to which the load wrote, each with its number of rows after the load
 * @param replaced the partitions that INSERT OVERWRITE replaced by new ones, whether it wrote rows to them or not
 * @param created the partitions that the server creates for the rows, because the table is partitioned automatically
 */
public record ChangedPartitions(Map<String, Long> rows, Set<String> replaced, List<PartitionDefinition> created) {
    /** A load without rows. */
    public static final ChangedPartitions NONE = new ChangedPartitions(Map.of(), Set.of(), List.of());

    public ChangedPartitions {
        rows = Map.copyOf(rows);
        replaced = Set.copyOf(replaced);
        created = List.copyOf(created);
    }

    /** Returns the changes of this statement and a later one of the same transaction to the same table. */
    public ChangedPartitions merge(ChangedPartitions other) {
        Map<String, Long> allRows = new HashMap<>(rows);
        allRows.putAll(other.rows);
        Set<String> allReplaced = new HashSet<>(replaced);
        allReplaced.addAll(other.replaced);
        List<PartitionDefinition> allCreated = new ArrayList<>(created);
        for (PartitionDefinition partition : other.created) {
            if (allCreated.stream().noneMatch(present -> present.name().equals(partition.name()))) {
                allCreated.add(partition);
            }
        }
        return new ChangedPartitions(allRows, allReplaced, allCreated);
    }

    /** Returns a table with the created partitions; ranges stay in the order of their bounds. */
    public Table addTo(Table table) {
        if (created.isEmpty()) {
            return table;
        }
        List<PartitionDefinition> all = new ArrayList<>(table.partitioning().partitions());
        all.addAll(created);
        if (table.partitioning().isByRange()) {
            all.sort(Comparator.comparing(ChangedPartitions::lower));
        }
        return table.withPartitioning(table.partitioning().withPartitions(all));
    }

    /** Returns the lower bound of a range of dates; the order of the texts is that of the dates. */
    private static String lower(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.RangePartition fixed
                        && fixed.lower().get(0) instanceof PartitionDefinition.Bound.LiteralBound value
                ? value.text()
                : "";
    }
}
