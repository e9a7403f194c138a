// Generated from shop.CityOrders by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * Orders by city
 *
 * <pre>{@code
 * CREATE TABLE `city_orders` (
 *   `city` varchar(64) NULL,
 *   `orders` bigint(20) NOT NULL
 * )
 * DUPLICATE KEY(`city`)
 * COMMENT "Orders by city"
 * DISTRIBUTED BY HASH(`city`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CityOrdersTable.DDL,
        query = CityOrdersTable.QUERY,
        primitives = "orders"
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CityOrdersTable extends SnapshotTableDescriptor<CityOrders> {
    public static final CityOrdersTable CITY_ORDERS = new CityOrdersTable();

    static final String DDL = """
        CREATE TABLE `city_orders` (
          `city` varchar(64) NULL,
          `orders` bigint(20) NOT NULL
        )
        DUPLICATE KEY(`city`)
        COMMENT "Orders by city"
        DISTRIBUTED BY HASH(`city`)""";

    static final String QUERY = "SELECT city, count(*) AS orders FROM orders GROUP BY city";

    /**
     * {@code `city` varchar(64) NULL}
     */
    public final TextColumn.Nullable<CityOrders> city = new TextColumn.Nullable<CityOrders>(this, "city");

    /**
     * {@code `orders` bigint(20) NOT NULL}
     */
    public final LongColumn<CityOrders> orders = new LongColumn<CityOrders>(this, "orders");

    private CityOrdersTable() {
        super(3, "", "city_orders", QUERY, false, DDL);
    }

    @Override
    public CityOrders read(Row row) {
        return new CityOrders(
                row.textAt(0),
                row.longAt(1));
    }
}
