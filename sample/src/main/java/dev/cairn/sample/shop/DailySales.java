package dev.cairn.sample.shop;

import static dev.cairn.annotation.Refresh.Mode.ASYNC;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The sales of each day. The server refreshes this view after each change of the orders. */
@MaterializedView(comment = "What each day brought in", query = """
    SELECT order_date, count(*) AS orders, sum(amount) AS revenue
    FROM orders
    GROUP BY order_date""")
@DistributedByHash(value = "order_date", buckets = 2)
@Refresh(mode = ASYNC)
public record DailySales(
        LocalDate orderDate,
        long orders,
        @Decimal(precision = 38, scale = 2) BigDecimal revenue) {}
