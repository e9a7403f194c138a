package dev.cairn.spring.shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The total of each city. */
@MaterializedView(name = "city_total", query = "SELECT city, sum(amount) AS amount FROM orders GROUP BY city")
@DistributedByHash("city")
@Refresh(mode = Refresh.Mode.MANUAL)
public record CityTotal(String city, @Nullable BigDecimal amount) {}
