package dev.cairn.sample.spring.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;

/** The sales of each city. The application refreshes this view, as {@code application.properties} configures. */
@MaterializedView(query = "SELECT city, count(*) AS orders, sum(amount) AS amount FROM orders GROUP BY city")
@DistributedByHash(value = "city", buckets = 2)
@Refresh(mode = Refresh.Mode.MANUAL)
public record CitySales(
        String city,
        long orders,
        @Decimal(precision = 38, scale = 2) BigDecimal amount) {}
