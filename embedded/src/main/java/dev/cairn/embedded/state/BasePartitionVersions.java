package dev.cairn.embedded.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the tables and materialized views that a materialized view reads, as they were when the view was
 * refreshed.
 *
 * @param versionsByBaseId the partitions of each base by their keys, by the identity of the base
 */
public record BasePartitionVersions(Map<Long, Map<String, PartitionVersion>> versionsByBaseId) {
    /** The partitions that are recorded for a view that was never refreshed. */
    static final BasePartitionVersions NONE = new BasePartitionVersions(Map.of());

    public BasePartitionVersions {
        versionsByBaseId = Map.copyOf(versionsByBaseId);
    }

    /**
     * Returns whether a refresh has nothing to do, because no partition of the bases has changed. A partition has
     * changed if it was replaced, if rows were written to it, or if it is new and has rows.
     *
     * @param current the present partitions of the bases
     * @param requiresAllPartitions whether a partition that was dropped counts as changed, as it does for a partitioned
     *     view, which drops its own partition; other views keep the rows of the dropped partition
     */
    boolean covers(BasePartitionVersions current, boolean requiresAllPartitions) {
        boolean hasSameBases = equals(NONE) || versionsByBaseId.keySet().equals(current.versionsByBaseId.keySet());
        return hasSameBases
                && current.versionsByBaseId.entrySet().stream()
                        .allMatch(base -> covers(
                                versionsByBaseId.getOrDefault(base.getKey(), Map.of()),
                                base.getValue(),
                                requiresAllPartitions));
    }

    private static boolean covers(
            Map<String, PartitionVersion> recordedByKey,
            Map<String, PartitionVersion> currentByKey,
            boolean requiresAllPartitions) {
        return (!requiresAllPartitions || currentByKey.keySet().containsAll(recordedByKey.keySet()))
                && currentByKey.entrySet().stream()
                        .noneMatch(
                                partition -> hasChanged(recordedByKey.get(partition.getKey()), partition.getValue()));
    }

    /** Returns the partitions of a base by their keys. */
    Map<String, PartitionVersion> partitions(long baseId) {
        return versionsByBaseId.getOrDefault(baseId, Map.of());
    }

    /** Returns whether a partition of any other base than this one has changed. */
    boolean hasChangedBase(BasePartitionVersions current, long excludedBaseId) {
        return current.versionsByBaseId.entrySet().stream()
                .anyMatch(base ->
                        base.getKey() != excludedBaseId && !covers(partitions(base.getKey()), base.getValue(), false));
    }

    BasePartitionVersions withPartitions(long baseId, Map<String, PartitionVersion> versionByKey) {
        Map<Long, Map<String, PartitionVersion>> newVersionsByBaseId = new HashMap<>(versionsByBaseId);
        newVersionsByBaseId.put(baseId, versionByKey);
        return new BasePartitionVersions(newVersionsByBaseId);
    }

    /**
     * Returns whether a partition has changed since the last refresh.
     *
     * @param recorded the partition at the last refresh; null if it did not exist then
     */
    static boolean hasChanged(@Nullable PartitionVersion recorded, PartitionVersion current) {
        if (recorded == null || !recorded.isWritten()) {
            return current.isWritten();
        }
        return recorded.id() != current.id() || recorded.visibleVersion() != current.visibleVersion();
    }
}
