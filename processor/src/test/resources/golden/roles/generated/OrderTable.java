// Generated from shop.Order by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import java.time.LocalDate;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `sales`.`orders` (
 *   `id` bigint(20) NOT NULL,
 *   `day` date NULL,
 *   `quantity` int(11) NOT NULL
 * )
 * DUPLICATE KEY(`id`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = OrderTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class OrderTable extends TableDescriptor<Order> {
    public static final OrderTable ORDER = new OrderTable();

    static final String DDL = """
        CREATE TABLE `sales`.`orders` (
          `id` bigint(20) NOT NULL,
          `day` date NULL,
          `quantity` int(11) NOT NULL
        )
        DUPLICATE KEY(`id`)""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Order> id = new LongColumn<Order>(this, "id");

    /**
     * {@code `day` date NULL}
     */
    public final OrderedColumn.Nullable<Order, LocalDate> day = new OrderedColumn.Nullable<Order, LocalDate>(this, "day");

    /**
     * {@code `quantity` int(11) NOT NULL}
     */
    public final IntColumn<Order> quantity = new IntColumn<Order>(this, "quantity");

    private OrderTable() {
        super(3, "sales", "orders", DDL);
    }

    @Override
    public Order read(Row row) {
        return new Order(
                row.longAt(0),
                row.dateAt(1),
                row.intAt(2));
    }

    @Override
    public void write(Order value, RowSink row) {
        row.putLong(0, value.id());
        row.putDate(1, value.day());
        row.putInt(2, value.quantity());
    }
}
