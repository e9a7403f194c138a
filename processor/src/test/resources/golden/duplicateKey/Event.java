package shop;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.BloomFilter;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.DistributedByRandom;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Index;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.Partition;
import dev.cairn.annotation.PartitionByRange;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Rollup;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.time.LocalDate;
import java.time.LocalDateTime;

@Table(name = "events", database = "web", comment = "What happened")
@DuplicateKey({"day", "kind"})
@PartitionByRange(
        value = "day",
        partitions = {
            @Partition(name = "p2024", values = "LESS THAN ('2025-01-01')"),
            @Partition(name = "p2025", values = "LESS THAN ('2026-01-01')")
        })
@DistributedByRandom(buckets = 4)
@Index(name = "by_user", columns = "user_id", using = Index.Kind.BITMAP, comment = "who")
@BloomFilter(value = "user_id", falsePositives = "0.03")
@Rollup(name = "by_kind", columns = {"kind", "user_id"})
@Property(name = "replication_num", value = "1")
@Allow("single-replica")
public record Event(
        @NotNull LocalDate day,
        @Varchar(32) String kind,
        @Column(name = "user_id", comment = "who did it") long user,
        @Default(sql = "CURRENT_TIMESTAMP") LocalDateTime at,
        @Default("web") @Varchar(16) String channel) {}
