package dev.cairn.internal.rebuild;

import dev.cairn.internal.link.NamedRow;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All partitions of a table at one moment, by name. */
public record PartitionSnapshot(SortedMap<String, PartitionState> partitions) {
    public PartitionSnapshot {
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    /** Reads the partitions of a table. A follower frontend may lag behind its leader; SYNC waits until it does not. */
    public static PartitionSnapshot of(ServerConnection link, ObjectName table) {
        link.execute("SYNC");
        SortedMap<String, PartitionState> partitions = new TreeMap<>();
        for (NamedRow row : link.named("SHOW PARTITIONS FROM " + SqlQuoting.name(table))) {
            String name = row.text("PartitionName");
            PartitionState state = partitions.getOrDefault(
                    name, new PartitionState(name, row.text("Range") + row.text("List"), new TreeMap<>()));
            partitions.put(
                    name,
                    state.with(Long.parseLong(row.text("PartitionId")), Long.parseLong(row.text("VisibleVersion"))));
        }
        return new PartitionSnapshot(partitions);
    }

    public Optional<PartitionState> partition(String name) {
        return Optional.ofNullable(partitions.get(name));
    }

    Collection<PartitionState> states() {
        return partitions.values();
    }

    boolean isPristine() {
        return states().stream().allMatch(PartitionState::isPristine);
    }
}
