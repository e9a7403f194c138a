package dev.cairn.sample.shop;

import static dev.cairn.annotation.Aggregate.Function.BITMAP_UNION;
import static dev.cairn.annotation.Aggregate.Function.HLL_UNION;
import static dev.cairn.annotation.Aggregate.Function.SUM;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Table;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import java.time.LocalDate;

@Table(comment = "Looks at the page of a product, added up for each day")
@AggregateKey({"product_id", "day"})
@DistributedByHash(value = "product_id", buckets = 2)
public record PageView(
        int productId,
        LocalDate day,
        @Aggregate(SUM) long views,

        @Aggregate(BITMAP_UNION) @Column(comment = "accounts, exactly")
        Bitmap visitors,

        @Aggregate(HLL_UNION) @Column(comment = "browsers, about")
        Hll browsers) {}
