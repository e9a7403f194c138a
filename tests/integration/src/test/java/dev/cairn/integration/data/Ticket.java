package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.AutoIncrement;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import org.jspecify.annotations.Nullable;

/** A row for which the server generates the id, and computes a column. */
@Table
@Allow({"single-bucket", "single-replica"})
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
@Property(name = "replication_num", value = "1")
public record Ticket(
        @AutoIncrement long id,
        @Varchar(20) String title,
        @GeneratedAs("upper(title)") @Varchar(20) @Nullable String shouted) {
    static Ticket of(long id, String title) {
        return new Ticket(id, title, null);
    }
}
