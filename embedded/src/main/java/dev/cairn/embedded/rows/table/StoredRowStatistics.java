package dev.cairn.embedded.rows.table;

import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.PartitionVersionKey;
import dev.cairn.embedded.state.PartitionVersions;
import java.util.OptionalLong;

/** What the server knows about the number of stored rows without reading them. */
public record StoredRowStatistics(PartitionVersions versions) {
    /**
     * Up to this number of rows, scanning all rows is faster than letting the database optimize the statement.
     */
    private static final long MAX_SCANNED_ROWS = 20_000;

    /** Returns whether a statement has written to a partition of a table; true if it is unknown. */
    public boolean mayHaveBeenWritten(StorageKey storageKey, String partitionKey) {
        return !storageKey.hasObjectId()
                || versions.find(storageKey.objectId(), partitionKey)
                        .map(PartitionVersion::isWritten)
                        .orElse(true);
    }

    /**
     * Returns the number of rows that an unpartitioned table stores under a key; empty if it is unknown, as for a
     * temporary table.
     */
    public OptionalLong findRowCount(StorageKey storageKey) {
        if (!storageKey.hasObjectId()) {
            return OptionalLong.empty();
        }
        return versions.find(storageKey.objectId(), PartitionVersionKey.UNPARTITIONED).stream()
                .mapToLong(PartitionVersion::rowCount)
                .findFirst();
    }

    /**
     * Returns whether the table under a key may be so large that a statement should not scan all rows to find one; true
     * if its size is unknown.
     */
    public boolean mayBeTooLargeToScan(StorageKey storageKey) {
        return findRowCount(storageKey).orElse(Long.MAX_VALUE) > MAX_SCANNED_ROWS;
    }
}
