// Generated from shop.Customer. Whatever is changed here is lost.
package shop;

import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Declared;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.IntegralColumn;
import dev.cairn.schema.NullableTextColumn;
import dev.cairn.schema.Row;
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
        format = 1,
        kind = Declared.Kind.EXTERNAL,
        ddl = CustomerTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
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
    public final IntegralColumn<Customer> id = integral("id");

    /**
     * {@code `name` varchar(65533) NULL}
     */
    public final NullableTextColumn<Customer> name = nullableText("name");

    private CustomerTable() {
        super(1, "lake", "sales", "customer", DDL);
    }

    @Override
    public Customer read(Row row) {
        return new Customer(
                row.longAt(0),
                row.at(1, TEXT));
    }
}
