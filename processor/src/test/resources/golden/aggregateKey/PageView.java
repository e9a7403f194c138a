package shop;

import static dev.cairn.annotation.Aggregate.Function.BITMAP_UNION;
import static dev.cairn.annotation.Aggregate.Function.HLL_UNION;
import static dev.cairn.annotation.Aggregate.Function.MAX;
import static dev.cairn.annotation.Aggregate.Function.PERCENTILE_UNION;
import static dev.cairn.annotation.Aggregate.Function.REPLACE;
import static dev.cairn.annotation.Aggregate.Function.REPLACE_IF_NOT_NULL;
import static dev.cairn.annotation.Aggregate.Function.SUM;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.StateOf;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.time.LocalDate;

@Table(comment = "Page views per page and day")
@AggregateKey({"page_id", "visit_date"})
@PartitionBy("date_trunc('day', visit_date)")
@DistributedByHash(value = "page_id", buckets = 8)
@Property(name = "replication_num", value = "${replication_num:3}")
public record PageView(
        int pageId,
        LocalDate visitDate,
        @Aggregate(SUM) long totalViews,
        @Aggregate(SUM) @Decimal(precision = 12, scale = 2) BigDecimal revenue,
        @Aggregate(MAX) Integer longest,
        @Aggregate(REPLACE) @Varchar(64) String lastUser,
        @Aggregate(REPLACE_IF_NOT_NULL) @Varchar(64) String lastCity,
        @Aggregate(BITMAP_UNION) Bitmap distinctUsers,
        @Aggregate(HLL_UNION) Hll distinctSessions,
        @Aggregate(PERCENTILE_UNION) Percentile latency,
        @StateOf("avg(bigint)") State averageTime) {}
