package shop;

import static dev.cairn.annotation.Refresh.Mode.ASYNC;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import java.time.LocalDate;

@MaterializedView(
        comment = "What was sold",
        query = """
            SELECT order_date, sum(price) AS total FROM orders GROUP BY order_date""")
@Refresh(mode = ASYNC, start = "2025-01-01 00:00:00", every = "1 DAY")
@PartitionBy("date_trunc('month', order_date)")
@DistributedByHash(value = "order_date", buckets = 8)
@Property(name = "partition_refresh_number", value = "4")
public record DailySales(LocalDate orderDate, @Decimal(precision = 38, scale = 2) BigDecimal total) {}
