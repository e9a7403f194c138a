// Generated from shop.Account by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.NumberColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import java.math.BigDecimal;
import javax.annotation.processing.Generated;

/**
 * Who buys
 *
 * <pre>{@code
 * CREATE TABLE `account` (
 *   `id` bigint(20) NOT NULL AUTO_INCREMENT,
 *   `tenant` varchar(16),
 *   `name` varchar(64) NULL,
 *   `balance` decimal(10, 2) NULL DEFAULT "0",
 *   `orders` int(11) NOT NULL DEFAULT "0",
 *   `shouted` varchar(64) NULL AS upper(name)
 * )
 * PRIMARY KEY(`id`, `tenant`)
 * COMMENT "Who buys"
 * DISTRIBUTED BY HASH(`id`) BUCKETS 4
 * ORDER BY(`name`, `id`)
 * PROPERTIES (
 * "colocate_with" = "accounts"
 * )
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = AccountTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class AccountTable extends PrimaryKeyTableDescriptor<Account> {
    public static final AccountTable ACCOUNT = new AccountTable();

    static final String DDL = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL AUTO_INCREMENT,
          `tenant` varchar(16),
          `name` varchar(64) NULL,
          `balance` decimal(10, 2) NULL DEFAULT "0",
          `orders` int(11) NOT NULL DEFAULT "0",
          `shouted` varchar(64) NULL AS upper(name)
        )
        PRIMARY KEY(`id`, `tenant`)
        COMMENT "Who buys"
        DISTRIBUTED BY HASH(`id`) BUCKETS 4
        ORDER BY(`name`, `id`)
        PROPERTIES (
        "colocate_with" = "accounts"
        )""";

    /**
     * {@code `id` bigint(20) NOT NULL AUTO_INCREMENT}
     */
    public final LongColumn<Account> id = new LongColumn<Account>(this, "id");

    /**
     * {@code `tenant` varchar(16)}
     */
    public final TextColumn<Account> tenant = new TextColumn<Account>(this, "tenant");

    /**
     * {@code `name` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Account> name = new TextColumn.Nullable<Account>(this, "name");

    /**
     * {@code `balance` decimal(10, 2) NULL DEFAULT "0"}
     */
    public final NumberColumn.Nullable<Account, BigDecimal> balance = new NumberColumn.Nullable<Account, BigDecimal>(this, "balance");

    /**
     * {@code `orders` int(11) NOT NULL DEFAULT "0"}
     */
    public final IntColumn<Account> orders = new IntColumn<Account>(this, "orders");

    /**
     * {@code `shouted` varchar(64) NULL AS upper(name)}
     */
    public final TextColumn.Nullable<Account> shouted = new TextColumn.Nullable<Account>(this, "shouted");

    private AccountTable() {
        super(3, "", "account", DDL);
    }

    @Override
    public Account read(Row row) {
        return new Account(
                row.longAt(0),
                row.textAt(1),
                row.textAt(2),
                row.decimalAt(3),
                row.intAt(4),
                row.textAt(5));
    }

    @Override
    public void write(Account value, RowSink row) {
        row.putLong(0, value.id());
        row.putText(1, value.tenant());
        row.putText(2, value.name());
        row.putDecimal(3, value.balance());
        row.putInt(4, value.orders());
        row.putText(5, value.shouted());
    }
}
