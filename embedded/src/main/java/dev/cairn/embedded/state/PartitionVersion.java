package dev.cairn.embedded.state;

import java.time.Instant;

/**
 * The identity of a partition and the version of its rows.
 *
 * @param id an id that no other partition has ever had
 * @param visibleVersion the visible version: 1 for a new partition, and 1 more for each transaction that wrote to it
 * @param visibleSince the time at which the version became visible
 * @param rowCount the number of rows
 */
public record PartitionVersion(long id, long visibleVersion, Instant visibleSince, long rowCount) {
    /** The version of a partition to which no transaction has written. */
    static final long INITIAL_VERSION = 1;

    static PartitionVersion initial(long partitionId, Instant now) {
        return new PartitionVersion(partitionId, INITIAL_VERSION, now, 0);
    }

    /** Returns whether a transaction has written to the partition. */
    public boolean isWritten() {
        return visibleVersion > INITIAL_VERSION;
    }

    PartitionVersion withNextVersion(Instant now, long newRowCount) {
        return new PartitionVersion(id, visibleVersion + 1, now, newRowCount);
    }

    PartitionVersion withId(long newId) {
        return new PartitionVersion(newId, visibleVersion, visibleSince, rowCount);
    }
}
