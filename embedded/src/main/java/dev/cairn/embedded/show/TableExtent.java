package dev.cairn.embedded.show;

import dev.cairn.embedded.show.PartitionListing.ListedPartition;
import dev.cairn.embedded.state.DatabaseObject;
import java.util.List;
import java.util.Optional;

/** The size of a table or of a materialized view. */
public record TableExtent(long rows, int partitions, int tablets) {
    /** Returns the size of an object; empty for what stores no rows. */
    public static Optional<TableExtent> of(SessionSnapshot snapshot, String database, String name) {
        return snapshot.catalog()
                .database(database)
                .flatMap(owner -> DatabaseObject.of(owner, name))
                .flatMap(object -> PartitionListing.of(snapshot, database, object))
                .map(TableExtent::of);
    }

    private static TableExtent of(PartitionListing listing) {
        List<ListedPartition> partitions = listing.all(false);
        long rows = partitions.stream()
                .mapToLong(partition -> partition.version().rows())
                .sum();
        return new TableExtent(rows, partitions.size(), partitions.size() * listing.buckets());
    }
}
