// Generated from shop.Order by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `orders` (
 *   `id` bigint(20) NOT NULL,
 *   `order_date` date NULL,
 *   `city` varchar(64) NULL,
 *   `price` decimal(10, 2) NULL
 * )
 * DUPLICATE KEY(`id`)
 * PARTITION BY date_trunc('month', order_date)
 * DISTRIBUTED BY HASH(`id`) BUCKETS 4
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = OrderTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class OrderTable extends TableDescriptor<Order> {
    public static final OrderTable ORDER = new OrderTable();

    static final String DDL = """
        CREATE TABLE `orders` (
          `id` bigint(20) NOT NULL,
          `order_date` date NULL,
          `city` varchar(64) NULL,
          `price` decimal(10, 2) NULL
        )
        DUPLICATE KEY(`id`)
        PARTITION BY date_trunc('month', order_date)
        DISTRIBUTED BY HASH(`id`) BUCKETS 4""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Order> id = new LongColumn<Order>(this, "id");

    /**
     * {@code `order_date` date NULL}
     */
    public final OrderedColumn.Nullable<Order, LocalDate> orderDate = new OrderedColumn.Nullable<Order, LocalDate>(this, "order_date");

    /**
     * {@code `city` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Order> city = new TextColumn.Nullable<Order>(this, "city");

    /**
     * {@code `price` decimal(10, 2) NULL}
     */
    public final NumberColumn.Nullable<Order, BigDecimal> price = new NumberColumn.Nullable<Order, BigDecimal>(this, "price");

    private OrderTable() {
        super(3, "", "orders", DDL);
    }

    @Override
    public Order read(Row row) {
        return new Order(
                row.longAt(0),
                row.dateAt(1),
                row.textAt(2),
                row.decimalAt(3));
    }

    @Override
    public void write(Order value, RowSink row) {
        row.putLong(0, value.id());
        row.putDate(1, value.orderDate());
        row.putText(2, value.city());
        row.putDecimal(3, value.price());
    }
}
