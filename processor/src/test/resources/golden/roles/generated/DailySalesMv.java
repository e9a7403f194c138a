// Generated from shop.DailySales by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.LONG;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import java.time.LocalDate;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE MATERIALIZED VIEW `daily_sales`
 * REFRESH MANUAL
 * AS SELECT day, sum(quantity) AS sold FROM sales.orders GROUP BY day
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = DailySalesMv.DDL,
        columns = """
                CREATE TABLE `daily_sales` (
                  `day` date NULL,
                  `sold` bigint(20) NULL
                )"""
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class DailySalesMv extends MaterializedViewDescriptor<DailySales> {
    public static final DailySalesMv DAILY_SALES = new DailySalesMv();

    static final String DDL = """
        CREATE MATERIALIZED VIEW `daily_sales`
        REFRESH MANUAL
        AS SELECT day, sum(quantity) AS sold FROM sales.orders GROUP BY day""";

    /**
     * {@code `day` date NULL}
     */
    public final OrderedColumn.Nullable<DailySales, LocalDate> day = new OrderedColumn.Nullable<DailySales, LocalDate>(this, "day");

    /**
     * {@code `sold` bigint(20) NULL}
     */
    public final LongColumn.Nullable<DailySales> sold = new LongColumn.Nullable<DailySales>(this, "sold");

    private DailySalesMv() {
        super(3, "", "daily_sales", DDL);
    }

    @Override
    public DailySales read(Row row) {
        return new DailySales(
                row.dateAt(0),
                row.at(1, LONG));
    }
}
