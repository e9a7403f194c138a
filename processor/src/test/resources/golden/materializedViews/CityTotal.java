package shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.MaterializedView;
import java.math.BigDecimal;

@MaterializedView(query = "SELECT city, sum(price) AS total FROM orders GROUP BY city")
public record CityTotal(String city, @Decimal(precision = 38, scale = 2) BigDecimal total) {}
