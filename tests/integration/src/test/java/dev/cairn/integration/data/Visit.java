package dev.cairn.integration.data;

import static dev.cairn.annotation.Aggregate.Function.BITMAP_UNION;
import static dev.cairn.annotation.Aggregate.Function.HLL_UNION;
import static dev.cairn.annotation.Aggregate.Function.MAX;
import static dev.cairn.annotation.Aggregate.Function.PERCENTILE_UNION;
import static dev.cairn.annotation.Aggregate.Function.SUM;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The visits of a page on a day; the server aggregates the values of rows with the same key. */
@Table
@Allow({"single-bucket", "single-replica"})
@AggregateKey({"page", "day"})
@DistributedByHash(value = "page", buckets = 1)
@Property(name = "replication_num", value = "1")
public record Visit(
        int page,
        LocalDate day,
        @Aggregate(SUM) long views,
        @Aggregate(SUM) @Decimal(precision = 12, scale = 2) BigDecimal revenue,
        @Aggregate(MAX) @Nullable Integer longest,
        @Aggregate(BITMAP_UNION) Bitmap users,
        @Aggregate(HLL_UNION) Hll sessions,
        @Aggregate(PERCENTILE_UNION) @Nullable Percentile latency) {}
