package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row whose generated columns are calculated from collections. */
@Table
@Allow({"single-bucket", "single-replica"})
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
@Property(name = "replication_num", value = "1")
public record TaggedItem(
        long id,
        List<@Nullable String> tags,
        List<@Nullable LocalDate> days,
        @Varchar(20) @Nullable String name,
        @GeneratedAs("array_length(tags)") @Nullable Integer tagCount,
        @GeneratedAs("array_length(days)") @Nullable Integer dayCount) {}
