// Generated from shop.Payment by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.LONG;

import dev.cairn.schema.DataTest;
import dev.cairn.schema.Declared;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.OrderedColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ValueType;
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
 *   `receipt` varchar(20) NULL,
 *   `refund_of` bigint(20) NULL,
 *   `paid_at` datetime NULL
 * )
 * PRIMARY KEY(`id`)
 * PROPERTIES (
 * "unique_constraints" = "receipt; id,paid_at"
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = PaymentTable.DDL,
        dataTests = {PaymentTable.DATA_TEST_1, PaymentTable.DATA_TEST_2, PaymentTable.DATA_TEST_3, PaymentTable.DATA_TEST_4, PaymentTable.DATA_TEST_5, PaymentTable.DATA_TEST_6, PaymentTable.DATA_TEST_7, PaymentTable.DATA_TEST_8, PaymentTable.DATA_TEST_9, PaymentTable.DATA_TEST_10, PaymentTable.DATA_TEST_11, PaymentTable.DATA_TEST_12, PaymentTable.DATA_TEST_13, PaymentTable.DATA_TEST_14},
        enums = {"state", "shop.Payment.State"}
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class PaymentTable extends PrimaryKeyTableDescriptor<Payment> {
    public static final PaymentTable PAYMENT = new PaymentTable();

    static final String DDL = """
        CREATE TABLE `payment` (
          `id` bigint(20) NOT NULL,
          `amount` decimal(10, 2) NULL,
          `state` varchar(10) NULL,
          `receipt` varchar(20) NULL,
          `refund_of` bigint(20) NULL,
          `paid_at` datetime NULL
        )
        PRIMARY KEY(`id`)
        PROPERTIES (
        "unique_constraints" = "receipt; id,paid_at"
        )""";

    static final String DATA_TEST_1 = "amount >= 0";

    static final String DATA_TEST_2 = "SELECT * FROM `payment` WHERE NOT (amount >= 0)";

    static final String DATA_TEST_3 = "paid payments have a time";

    static final String DATA_TEST_4 = "SELECT * FROM `payment` WHERE NOT (state <> 'PAID' OR paid_at IS NOT NULL)";

    static final String DATA_TEST_5 = "unique (receipt)";

    static final String DATA_TEST_6 = "SELECT /*+ SET_VAR(enable_eliminate_agg = false) */ `receipt`, count(*) AS `occurrences` FROM `payment` WHERE `receipt` IS NOT NULL GROUP BY `receipt` HAVING count(*) > 1";

    static final String DATA_TEST_7 = "one payment at a time";

    static final String DATA_TEST_8 = "SELECT /*+ SET_VAR(enable_eliminate_agg = false) */ `amount`, `paid_at`, count(*) AS `occurrences` FROM `payment` WHERE `amount` IS NOT NULL AND `paid_at` IS NOT NULL GROUP BY `amount`, `paid_at` HAVING count(*) > 1";

    static final String DATA_TEST_9 = "a refund has a payment";

    static final String DATA_TEST_10 = "SELECT own.* FROM `payment` AS own LEFT ANTI JOIN `payment` AS other ON other.`id` = own.`refund_of` WHERE own.`refund_of` IS NOT NULL";

    static final String DATA_TEST_11 = "paid_at within P1DT12H";

    static final String DATA_TEST_12 = "SELECT newest, date_sub(date_sub(now(), INTERVAL 1 DAY), INTERVAL 12 HOUR) AS earliest_permitted FROM (SELECT max(`paid_at`) AS newest FROM `payment` WHERE `paid_at` <= now()) AS found WHERE newest IS NULL OR newest < date_sub(date_sub(now(), INTERVAL 1 DAY), INTERVAL 12 HOUR)";

    static final String DATA_TEST_13 = "state is a State";

    static final String DATA_TEST_14 = "SELECT * FROM `payment` WHERE `state` NOT IN ('NEW', 'PAID')";

    private static final ValueType<Payment.State> STATE_TYPE = ValueType.enumeration(Payment.State.class);

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
    public final EqualityColumn.Nullable<Payment, Payment.State> state = new EqualityColumn.Nullable<Payment, Payment.State>(this, "state");

    /**
     * {@code `receipt` varchar(20) NULL}
     */
    public final TextColumn.Nullable<Payment> receipt = new TextColumn.Nullable<Payment>(this, "receipt");

    /**
     * {@code `refund_of` bigint(20) NULL}
     */
    public final LongColumn.Nullable<Payment> refundOf = new LongColumn.Nullable<Payment>(this, "refund_of");

    /**
     * {@code `paid_at` datetime NULL}
     */
    public final OrderedColumn.Nullable<Payment, LocalDateTime> paidAt = new OrderedColumn.Nullable<Payment, LocalDateTime>(this, "paid_at");

    private PaymentTable() {
        super(3, "", "payment", DDL);
    }

    @Override
    public Payment read(Row row) {
        return new Payment(
                row.longAt(0),
                row.decimalAt(1),
                row.at(2, STATE_TYPE),
                row.textAt(3),
                row.at(4, LONG),
                row.dateTimeAt(5));
    }

    @Override
    public void write(Payment value, RowSink row) {
        row.putLong(0, value.id());
        row.putDecimal(1, value.amount());
        row.put(2, STATE_TYPE, value.state());
        row.putText(3, value.receipt());
        row.put(4, LONG, value.refundOf());
        row.putDateTime(5, value.paidAt());
    }

    @Override
    public List<DataTest> dataTests() {
        return List.of(
                dataTest(DataTest.Kind.CHECK, DATA_TEST_1, DATA_TEST_2),
                dataTest(DataTest.Kind.CHECK, DATA_TEST_3, DATA_TEST_4),
                dataTest(DataTest.Kind.UNIQUE, DATA_TEST_5, DATA_TEST_6),
                dataTest(DataTest.Kind.UNIQUE, DATA_TEST_7, DATA_TEST_8),
                dataTest(DataTest.Kind.REFERENCES, DATA_TEST_9, DATA_TEST_10),
                dataTest(DataTest.Kind.FRESH, DATA_TEST_11, DATA_TEST_12),
                dataTest(DataTest.Kind.VALUES, DATA_TEST_13, DATA_TEST_14));
    }
}
