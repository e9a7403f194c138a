package dev.cairn.internal.copy;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.migration.Sha256;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A partition at one moment. Two equal versions of the same partition have the same rows: each load, each DELETE and
 * each UPDATE creates a new version. TRUNCATE, INSERT OVERWRITE and a replacement give the partition another id.
 *
 * @param valuesText the bounds or values of the partition, as the server prints them
 * @param versionByPhysicalPartitionId the version of the rows (the data version, if the server has one) by the id of
 *     the physical partition; with random distribution, a partition may consist of several physical partitions
 * @param size the size of the partition, as last reported by the backends to the frontend
 */
public record PartitionState(
        String name, String valuesText, SortedMap<Long, Long> versionByPhysicalPartitionId, CopySize size) {
    private static final long INITIAL_VERSION = 1;
    private static final int HASH_DIGITS = 16;

    public PartitionState {
        versionByPhysicalPartitionId = Collections.unmodifiableSortedMap(new TreeMap<>(versionByPhysicalPartitionId));
    }

    /**
     * Returns the version of the rows in a partition that SHOW PARTITIONS lists. On a shared-data server, compactions and
     * some changes of properties give a partition a new visible version, but not a new data version; on other servers,
     * the two are equal.
     */
    static long parseVersion(NamedRow partitionRow) {
        String versionText = partitionRow.text("DataVersion");
        return Long.parseLong(versionText.isEmpty() ? partitionRow.text("VisibleVersion") : versionText);
    }

    /** Returns whether a row was ever written to a partition that SHOW PARTITIONS lists. */
    public static boolean wasWrittenTo(NamedRow partitionRow) {
        return parseVersion(partitionRow) != INITIAL_VERSION;
    }

    /** Returns the state with one more physical partition. */
    PartitionState withPhysicalPartition(long physicalPartitionId, long version, CopySize additionalSize) {
        SortedMap<Long, Long> newVersionByPhysicalPartitionId = new TreeMap<>(versionByPhysicalPartitionId);
        newVersionByPhysicalPartitionId.put(physicalPartitionId, version);
        return new PartitionState(name, valuesText, newVersionByPhysicalPartitionId, size.plus(additionalSize));
    }

    /** Returns whether another state belongs to the same partition, even if it has another name. */
    boolean isSamePartition(PartitionState otherState) {
        return versionByPhysicalPartitionId.keySet().equals(otherState.versionByPhysicalPartitionId.keySet());
    }

    /** Returns whether another state belongs to the same partition and has the same rows. */
    boolean hasSameRows(PartitionState otherState) {
        return versionByPhysicalPartitionId.equals(otherState.versionByPhysicalPartitionId);
    }

    /** Returns whether no row was ever written to the partition. */
    boolean isPristine() {
        return versionByPhysicalPartitionId.values().stream().allMatch(version -> version == INITIAL_VERSION);
    }

    /** Returns a short string that differs for different rows, and that may be part of a label: {@code 10552_7}. */
    public String fingerprint() {
        if (versionByPhysicalPartitionId.size() == 1) {
            Map.Entry<Long, Long> onlyEntry =
                    versionByPhysicalPartitionId.entrySet().iterator().next();
            return onlyEntry.getKey() + "_" + onlyEntry.getValue();
        }
        return hash(versionByPhysicalPartitionId.toString());
    }

    /** Returns the fingerprint of several partitions together. */
    static String fingerprintOf(Collection<PartitionState> states) {
        return hash(states.stream()
                .map(state -> state.versionByPhysicalPartitionId)
                .toList()
                .toString());
    }

    private static String hash(String text) {
        return "x" + Sha256.hash(text).substring(0, HASH_DIGITS);
    }
}
