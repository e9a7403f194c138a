package dev.cairn.internal.copy;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.Progress;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All partitions of a table at one moment, by name. The versions that the server counts show which partitions have
 * changed between two snapshots.
 */
public record PartitionSnapshot(SortedMap<String, PartitionState> stateByPartitionName) {
    public PartitionSnapshot {
        stateByPartitionName = Collections.unmodifiableSortedMap(new TreeMap<>(stateByPartitionName));
    }

    /**
     * Reads the partitions of a table. A follower frontend may lag behind its leader; SYNC waits until it has caught
     * up.
     */
    public static PartitionSnapshot read(ServerConnection connection, ObjectName tableName) {
        connection.execute("SYNC");
        SortedMap<String, PartitionState> stateByPartitionName = new TreeMap<>();
        for (NamedRow row : connection.fetchNamedRows("SHOW PARTITIONS FROM " + SqlQuoting.quoteName(tableName))) {
            String partitionName = row.text("PartitionName");
            PartitionState state = stateByPartitionName.getOrDefault(
                    partitionName,
                    new PartitionState(
                            partitionName, row.text("Range") + row.text("List"), new TreeMap<>(), CopySize.NONE));
            CopySize size = CopySize.parse(row.text("RowCount"), row.text("DataSize"));
            stateByPartitionName.put(
                    partitionName,
                    state.withPhysicalPartition(
                            Long.parseLong(row.text("PartitionId")), PartitionState.parseVersion(row), size));
        }
        return new PartitionSnapshot(stateByPartitionName);
    }

    public Optional<PartitionState> findPartition(String name) {
        return Optional.ofNullable(stateByPartitionName.get(name));
    }

    /** Returns the partitions of a set of names. */
    public PartitionSnapshot select(Set<String> partitionNames) {
        SortedMap<String, PartitionState> selectedStateByPartitionName = new TreeMap<>(stateByPartitionName);
        selectedStateByPartitionName.keySet().removeIf(name -> !partitionNames.contains(name));
        return new PartitionSnapshot(selectedStateByPartitionName);
    }

    /** Returns the partitions, except those for which a target table has a written partition with the same name. */
    public PartitionSnapshot withoutPartitionsWrittenIn(PartitionSnapshot targetSnapshot) {
        SortedMap<String, PartitionState> remainingStateByPartitionName = new TreeMap<>(stateByPartitionName);
        targetSnapshot.nonPristineStates().forEach(state -> remainingStateByPartitionName.remove(state.name()));
        return new PartitionSnapshot(remainingStateByPartitionName);
    }

    /** Returns the partitions of whose names another table has none. */
    public PartitionSnapshot withoutExistingIn(PartitionSnapshot other) {
        SortedMap<String, PartitionState> remainingStateByPartitionName = new TreeMap<>(stateByPartitionName);
        remainingStateByPartitionName.keySet().removeAll(other.stateByPartitionName.keySet());
        return new PartitionSnapshot(remainingStateByPartitionName);
    }

    Collection<PartitionState> states() {
        return stateByPartitionName.values();
    }

    /** Returns a short string that differs for different rows. Partitions without a row do not change it. */
    public String fingerprint() {
        return PartitionState.fingerprintOf(nonPristineStates().toList());
    }

    /** Returns the greatest id of a partition; 0 if there is none. */
    public long lastPartitionId() {
        return states().stream()
                .mapToLong(state -> state.versionByPhysicalPartitionId().lastKey())
                .max()
                .orElse(0);
    }

    /** Returns the number of partitions whose ids are not greater than an id. */
    public long countPartitionsUpTo(long lastId) {
        return states().stream()
                .flatMap(state -> state.versionByPhysicalPartitionId().keySet().stream())
                .filter(id -> id <= lastId)
                .count();
    }

    /**
     * Returns the names of the partitions whose rows may have changed since an earlier moment, or that were added or
     * dropped. Partitions that never had a row do not count. The partition of an unpartitioned table has the
     * name of the table, so partitions are compared by their ids.
     */
    public SortedSet<String> findChangedPartitionNames(PartitionSnapshot earlierSnapshot) {
        SortedSet<String> changedPartitionNames = new TreeSet<>();
        nonPristineStates()
                .filter(state -> earlierSnapshot.nonPristineStates().noneMatch(state::hasSameRows))
                .forEach(state -> changedPartitionNames.add(state.name()));
        earlierSnapshot
                .nonPristineStates()
                .filter(state -> nonPristineStates().noneMatch(state::isSamePartition))
                .forEach(state -> changedPartitionNames.add(state.name()));
        return changedPartitionNames;
    }

    private Stream<PartitionState> nonPristineStates() {
        return states().stream().filter(state -> !state.isPristine());
    }

    /** Returns the size of the table. */
    public CopySize size() {
        return states().stream().map(PartitionState::size).reduce(CopySize.NONE, CopySize::plus);
    }

    /** Returns the size of the table, and the number of its partitions to which a row was ever written. */
    public Progress.CopiedAmount copiedAmount() {
        CopySize size = size();
        return new Progress.CopiedAmount((int) nonPristineStates().count(), size.rowCount(), size.byteCount());
    }

    /** Returns whether no row was ever written to the table. */
    public boolean isPristine() {
        return states().stream().allMatch(PartitionState::isPristine);
    }
}
