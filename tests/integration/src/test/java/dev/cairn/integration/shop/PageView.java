package dev.cairn.integration.shop;

import static dev.cairn.annotation.Aggregate.Function.BITMAP_UNION;
import static dev.cairn.annotation.Aggregate.Function.MAX;
import static dev.cairn.annotation.Aggregate.Function.SUM;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Table;
import dev.cairn.type.Bitmap;
import java.time.LocalDate;

/** The views of a page on a day, which the server sums up. */
@Table
@AggregateKey({"page_id", "day"})
@PartitionBy("date_trunc('day', day)")
@DistributedByHash(value = "page_id", buckets = 2)
public record PageView(
        int pageId,
        @NotNull LocalDate day,
        @Aggregate(SUM) long views,
        @Aggregate(BITMAP_UNION) Bitmap visitors,
        @Aggregate(MAX) Integer longest) {}
