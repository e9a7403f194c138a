// Generated from shop.DailySales by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import javax.annotation.processing.Generated;

/**
 * What was sold
 *
 * <pre>{@code
 * CREATE MATERIALIZED VIEW `daily_sales`
 * COMMENT "What was sold"
 * PARTITION BY date_trunc('month', order_date)
 * DISTRIBUTED BY HASH(`order_date`) BUCKETS 8
 * REFRESH ASYNC START("2025-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
 * PROPERTIES (
 * "partition_refresh_number" = "4"
 * )
 * AS SELECT order_date, sum(price) AS total FROM orders GROUP BY order_date
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = DailySalesMv.DDL,
        columns = """
                CREATE TABLE `daily_sales` (
                  `order_date` date NULL,
                  `total` decimal(38, 2) NULL
                )"""
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class DailySalesMv extends MaterializedViewDescriptor<DailySales> {
    public static final DailySalesMv DAILY_SALES = new DailySalesMv();

    static final String DDL = """
        CREATE MATERIALIZED VIEW `daily_sales`
        COMMENT "What was sold"
        PARTITION BY date_trunc('month', order_date)
        DISTRIBUTED BY HASH(`order_date`) BUCKETS 8
        REFRESH ASYNC START("2025-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
        PROPERTIES (
        "partition_refresh_number" = "4"
        )
        AS SELECT order_date, sum(price) AS total FROM orders GROUP BY order_date""";

    /**
     * {@code `order_date` date NULL}
     */
    public final OrderedColumn.Nullable<DailySales, LocalDate> orderDate = new OrderedColumn.Nullable<DailySales, LocalDate>(this, "order_date");

    /**
     * {@code `total` decimal(38, 2) NULL}
     */
    public final NumberColumn.Nullable<DailySales, BigDecimal> total = new NumberColumn.Nullable<DailySales, BigDecimal>(this, "total");

    private DailySalesMv() {
        super(3, "", "daily_sales", DDL);
    }

    @Override
    public DailySales read(Row row) {
        return new DailySales(
                row.dateAt(0),
                row.decimalAt(1));
    }
}
