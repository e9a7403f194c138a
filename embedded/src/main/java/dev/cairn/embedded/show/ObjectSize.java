package dev.cairn.embedded.show;

import dev.cairn.embedded.show.PartitionDescriptions.PartitionDescription;
import dev.cairn.embedded.state.DatabaseObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The size of a table or of a materialized view.
 *
 * @param byteCount the approximate number of bytes, as SHOW PARTITIONS lists it
 * @param replicaCount the number of replicas of all tablets
 */
record ObjectSize(long rowCount, long byteCount, int replicaCount) {
    /** The size of an object that stores no rows. */
    static final ObjectSize EMPTY = new ObjectSize(0, 0, 0);

    /** Returns the size of an object; empty if the object stores no rows. */
    static Optional<ObjectSize> of(SessionSnapshot snapshot, String database, String name) {
        return snapshot.catalog()
                .findDatabase(database)
                .flatMap(catalogDatabase -> DatabaseObject.find(catalogDatabase, name))
                .flatMap(object -> PartitionDescriptions.find(snapshot, database, object))
                .map(ObjectSize::of);
    }

    private static ObjectSize of(PartitionDescriptions partitionDescriptions) {
        List<PartitionDescription> partitions = partitionDescriptions.listPartitions();
        long rowCount = partitions.stream()
                .mapToLong(partition -> partition.version().rowCount())
                .sum();
        long byteCount = partitions.stream()
                .mapToLong(partitionDescriptions::estimateBytes)
                .sum();
        int partitionReplicaCount = partitions.stream()
                .mapToInt(partition -> Integer.parseInt(partitionDescriptions.replicationNumber(partition)))
                .sum();
        return new ObjectSize(rowCount, byteCount, partitionReplicaCount * partitionDescriptions.bucketCount());
    }

    /** Returns the average length of a row in bytes; 0 if there are no rows. */
    long averageRowLength() {
        return rowCount == 0 ? 0 : byteCount / rowCount;
    }

    /** Formats a size as SHOW DATA prints it, such as {@code 1.500 KB}. */
    static String formatSize(long bytes) {
        ScaledSize scaledSize = ScaledSize.of(bytes);
        return String.format(Locale.ROOT, "%.3f %s", scaledSize.number, scaledSize.unit);
    }

    /** Formats a size as the server prints the size of a partition, such as {@code 1.5KB}. */
    static String formatPartitionSize(long bytes) {
        ScaledSize scaledSize = ScaledSize.of(bytes);
        // The server rounds down to one digit, and omits a zero after the point.
        double tenths = Math.floor(scaledSize.number * 10) / 10;
        return (tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths)) + scaledSize.unit;
    }

    /** A size in the greatest unit that does not exceed it. */
    private record ScaledSize(double number, String unit) {
        private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

        static ScaledSize of(long byteCount) {
            double number = byteCount;
            int unitIndex = 0;
            while (number >= 1024 && unitIndex < UNITS.size() - 1) {
                number /= 1024;
                unitIndex++;
            }
            return new ScaledSize(number, UNITS.get(unitIndex));
        }
    }
}
