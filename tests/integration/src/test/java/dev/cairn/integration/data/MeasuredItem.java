package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row whose generated column is calculated from a map, so that it can't be loaded. */
@Table
@Allow({"single-bucket", "single-replica"})
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
@Property(name = "replication_num", value = "1")
public record MeasuredItem(
        long id,
        Map<String, Integer> counts,
        @GeneratedAs("map_size(counts)") @Nullable Integer countSize) {}
