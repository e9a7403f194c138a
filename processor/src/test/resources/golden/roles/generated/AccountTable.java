// Generated from shop.Account by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `account` (
 *   `id` bigint(20) NOT NULL,
 *   `active` boolean NOT NULL
 * )
 * DUPLICATE KEY(`id`)
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = AccountTable.DDL
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class AccountTable extends TableDescriptor<Account> {
    public static final AccountTable ACCOUNT = new AccountTable();

    static final String DDL = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL,
          `active` boolean NOT NULL
        )
        DUPLICATE KEY(`id`)""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Account> id = new LongColumn<Account>(this, "id");

    /**
     * {@code `active` boolean NOT NULL}
     */
    public final EqualityColumn<Account, Boolean> active = new EqualityColumn<Account, Boolean>(this, "active");

    private AccountTable() {
        super(3, "", "account", DDL);
    }

    @Override
    public Account read(Row row) {
        return new Account(
                row.longAt(0),
                row.booleanAt(1));
    }

    @Override
    public void write(Account value, RowSink row) {
        row.putLong(0, value.id());
        row.putBoolean(1, value.active());
    }
}
