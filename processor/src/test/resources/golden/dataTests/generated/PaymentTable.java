// Generated from shop.Payment by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.DataTest;
import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `payment` (
 *   `id` bigint(20) NOT NULL,
 *   `amount` decimal(10, 2) NULL,
 *   `state` varchar(10) NULL,
 *   `paid_at` datetime NULL
 * )
 * PRIMARY KEY(`id`)
 * }</pre>
 */
@Declared(
        format = 2,
        ddl = PaymentTable.DDL,
        dataTests = {PaymentTable.DATA_TEST_1, PaymentTable.DATA_TEST_2, PaymentTable.DATA_TEST_3, PaymentTable.DATA_TEST_4}
)
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
public final class PaymentTable extends PrimaryKeyTableDescriptor<Payment> {
    public static final PaymentTable PAYMENT = new PaymentTable();

    static final String DDL = """
        CREATE TABLE `payment` (
          `id` bigint(20) NOT NULL,
          `amount` decimal(10, 2) NULL,
          `state` varchar(10) NULL,
          `paid_at` datetime NULL
        )
        PRIMARY KEY(`id`)""";

    static final String DATA_TEST_1 = "amount >= 0";

    static final String DATA_TEST_2 = "SELECT * FROM `payment` WHERE NOT (amount >= 0)";

    static final String DATA_TEST_3 = "paid payments have a time";

    static final String DATA_TEST_4 = "SELECT * FROM `payment` WHERE NOT (state <> 'PAID' OR paid_at IS NOT NULL)";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Payment> id = new LongColumn<Payment>(this, "id");

    /**
     * {@code `amount` decimal(10, 2) NULL}
     */
    public final NumberColumn.Nullable<Payment, BigDecimal> amount = new NumberColumn.Nullable<Payment, BigDecimal>(this, "amount");

    /**
     * {@code `state` varchar(10) NULL}
     */
    public final TextColumn.Nullable<Payment> state = new TextColumn.Nullable<Payment>(this, "state");

    /**
     * {@code `paid_at` datetime NULL}
     */
    public final OrderedColumn.Nullable<Payment, LocalDateTime> paidAt = new OrderedColumn.Nullable<Payment, LocalDateTime>(this, "paid_at");

    private PaymentTable() {
        super(2, "", "payment", DDL);
    }

    @Override
    public Payment read(Row row) {
        return new Payment(
                row.longAt(0),
                row.decimalAt(1),
                row.textAt(2),
                row.dateTimeAt(3));
    }

    @Override
    public void write(Payment value, RowSink row) {
        row.putLong(0, value.id());
        row.putDecimal(1, value.amount());
        row.putText(2, value.state());
        row.putDateTime(3, value.paidAt());
    }

    @Override
    public List<DataTest> dataTests() {
        return List.of(
                dataTest(DATA_TEST_1, DATA_TEST_2),
                dataTest(DATA_TEST_3, DATA_TEST_4));
    }
}
