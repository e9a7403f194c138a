package dev.cairn.integration.sales;

import static dev.cairn.annotation.Refresh.Mode.MANUAL;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The turnover of each day. */
@MaterializedView(query = "SELECT day, count(*) AS sales, sum(price) AS total FROM sale GROUP BY day")
@DistributedByHash(value = "day", buckets = 2)
@Refresh(mode = MANUAL)
public record Turnover(
        LocalDate day,
        long sales,
        @Decimal(precision = 38, scale = 2) @Nullable BigDecimal total) {}
