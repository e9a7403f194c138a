package dev.cairn.integration.shop;

import static dev.cairn.annotation.Refresh.Mode.ASYNC;
import static dev.cairn.annotation.Refresh.Moment.DEFERRED;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The sales of each day, in a materialized view. */
@MaterializedView(query = "SELECT day, count(*) AS purchases, sum(price) AS total FROM purchase GROUP BY day")
@DistributedByHash(value = "day", buckets = 2)
@Refresh(mode = ASYNC, moment = DEFERRED, start = "2099-01-01 00:00:00", every = "1 DAY")
public record DailySales(
        LocalDate day,
        long purchases,
        @Decimal(precision = 38, scale = 2) BigDecimal total) {}
