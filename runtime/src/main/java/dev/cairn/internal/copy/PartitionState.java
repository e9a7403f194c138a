package dev.cairn.internal.copy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A partition at one moment. Two equal versions of the same partition have the same rows: each load, each DELETE and
 * each UPDATE makes a new version visible. TRUNCATE, INSERT OVERWRITE and a replacement give the partition another id.
 *
 * @param values the bounds or values of the partition, as the server prints them
 * @param versions the visible version by the id of the physical partition; a table with random distribution may have
 *     several physical partitions in one partition
 * @param size the size of the partition, as last reported by the backends to the frontend
 */
public record PartitionState(String name, String values, SortedMap<Long, Long> versions, CopySize size) {
    private static final long INITIAL_VERSION = 1;
    private static final int DIGEST_BYTES = 8;

    public PartitionState {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** Returns the state with one more physical partition. */
    PartitionState withPhysicalPartition(long id, long version, CopySize additionalSize) {
        SortedMap<Long, Long> allVersions = new TreeMap<>(versions);
        allVersions.put(id, version);
        return new PartitionState(name, values, allVersions, size.plus(additionalSize));
    }

    /** Returns whether another state belongs to the same partition, even if it has another name. */
    boolean isSamePartition(PartitionState otherState) {
        return versions.keySet().equals(otherState.versions.keySet());
    }

    /** Returns whether another state belongs to the same partition and has the same rows. */
    boolean hasSameRows(PartitionState otherState) {
        return versions.equals(otherState.versions);
    }

    /** Returns whether no row was ever written to the partition. */
    boolean isPristine() {
        return versions.values().stream().allMatch(version -> version == INITIAL_VERSION);
    }

    /** Returns a short string that differs for different rows, and that may be part of a label: {@code 10552_7}. */
    public String token() {
        if (versions.size() == 1) {
            Map.Entry<Long, Long> onlyVersion = versions.entrySet().iterator().next();
            return onlyVersion.getKey() + "_" + onlyVersion.getValue();
        }
        return renderDigest(versions.toString());
    }

    /** Returns the token of several partitions together. */
    static String combineTokens(Collection<PartitionState> states) {
        return renderDigest(
                states.stream().map(state -> state.versions).toList().toString());
    }

    private static String renderDigest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "x" + HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Each Java platform has SHA-256", failure);
        }
    }
}
