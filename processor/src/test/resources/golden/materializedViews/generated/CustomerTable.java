// Generated from shop.Customer by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `lake`.`sales`.`customer` (
 *   `id` bigint(20) NOT NULL,
 *   `name` varchar(65533) NULL
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = CustomerTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class CustomerTable extends ExternalDescriptor<Customer> {
    public static final CustomerTable CUSTOMER = new CustomerTable();

    static final String DDL = """
        CREATE TABLE `lake`.`sales`.`customer` (
          `id` bigint(20) NOT NULL,
          `name` varchar(65533) NULL
        )""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Customer> id = new LongColumn<Customer>(this, "id");

    /**
     * {@code `name` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<Customer> name = new TextColumn.Nullable<Customer>(this, "name");

    private CustomerTable() {
        super(3, "lake", "sales", "customer", DDL);
    }

    @Override
    public Customer read(Row row) {
        return new Customer(
                row.longAt(0),
                row.textAt(1));
    }
}
