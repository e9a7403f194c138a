package dev.cairn.integration.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.Partition;
import dev.cairn.annotation.PartitionByRange;
import dev.cairn.annotation.Table;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A purchase of a customer. */
@Table(comment = "What was bought")
@DuplicateKey({"day", "id"})
@PartitionByRange(
        value = "day",
        partitions = {
            @Partition(name = "p2025", values = "[('2025-01-01'), ('2026-01-01'))"),
            @Partition(name = "p2026", values = "[('2026-01-01'), ('2027-01-01'))")
        })
@DistributedByHash(value = "id", buckets = 2)
public record Purchase(
        @NotNull LocalDate day,
        long id,
        long clientId,
        @Decimal(precision = 10, scale = 2) BigDecimal price) {}
