package dev.cairn.embedded.show;

import dev.cairn.embedded.show.PartitionListing.ListedPartition;
import dev.cairn.embedded.state.DatabaseObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The size of a table or of a materialized view.
 *
 * @param bytes the approximate number of bytes, as SHOW PARTITIONS lists it
 * @param replicas the number of replicas of all tablets
 */
record ObjectSize(long rows, long bytes, int replicas) {
    /** The size of an object that stores no rows. */
    static final ObjectSize EMPTY = new ObjectSize(0, 0, 0);

    /** Returns the size of an object; empty if the object stores no rows. */
    static Optional<ObjectSize> of(SessionSnapshot snapshot, String database, String name) {
        return snapshot.catalog()
                .database(database)
                .flatMap(owner -> DatabaseObject.find(owner, name))
                .flatMap(object -> PartitionListing.of(snapshot, database, object))
                .map(ObjectSize::of);
    }

    private static ObjectSize of(PartitionListing listing) {
        List<ListedPartition> partitions = listing.listPartitions(false);
        long rows = partitions.stream()
                .mapToLong(partition -> partition.version().rows())
                .sum();
        long bytes = partitions.stream().mapToLong(listing::estimateBytes).sum();
        int copies = partitions.stream()
                .mapToInt(partition -> Integer.parseInt(listing.replicationNumber(partition)))
                .sum();
        return new ObjectSize(rows, bytes, copies * listing.bucketCount());
    }

    /** Returns the average length of a row. */
    long rowLength() {
        return rows == 0 ? 0 : bytes / rows;
    }

    /** Returns {@code 1.500 KB}, as SHOW DATA prints sizes. */
    static String formatSize(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.3f %s", size, units[unit]);
    }
}
