package dev.cairn.embedded.state;

import java.time.Instant;

/**
 * The identity of a partition and the version of its rows.
 *
 * @param id an id that no other partition has ever had
 * @param visibleVersion the visible version: 1 for a new partition, and 1 more for each transaction that wrote to it
 * @param visibleSince the time at which the version became visible
 * @param rows the number of rows
 */
public record PartitionVersion(long id, long visibleVersion, Instant visibleSince, long rows) {
    /** The version of a partition to which no transaction has written. */
    static final long INITIAL_VERSION = 1;

    static PartitionVersion initial(long id, Instant now) {
        return new PartitionVersion(id, INITIAL_VERSION, now, 0);
    }

    PartitionVersion increment(Instant now, long newRows) {
        return new PartitionVersion(id, visibleVersion + 1, now, newRows);
    }

    PartitionVersion withId(long newId) {
        return new PartitionVersion(newId, visibleVersion, visibleSince, rows);
    }
}
