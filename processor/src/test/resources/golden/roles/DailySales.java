package shop;

import static dev.cairn.annotation.Refresh.Mode.MANUAL;

import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.time.LocalDate;

@MaterializedView(query = "SELECT day, sum(quantity) AS sold FROM sales.orders GROUP BY day")
@Refresh(mode = MANUAL)
record DailySales(LocalDate day, Long sold) {}
