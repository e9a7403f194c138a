// Generated from shop.Account by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.EqualityColumn;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE TABLE `account` (
 *   `id` bigint(20) NOT NULL,
 *   `name` varchar(64) NULL,
 *   `active` boolean NOT NULL
 * )
 * PRIMARY KEY(`id`)
 * DISTRIBUTED BY HASH(`id`)
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
          `id` bigint(20) NOT NULL,
          `name` varchar(64) NULL,
          `active` boolean NOT NULL
        )
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`)""";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Account> id = new LongColumn<Account>(this, "id");

    /**
     * {@code `name` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Account> name = new TextColumn.Nullable<Account>(this, "name");

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
                row.textAt(1),
                row.booleanAt(2));
    }

    @Override
    public void write(Account value, RowSink row) {
        row.putLong(0, value.id());
        row.putText(1, value.name());
        row.putBoolean(2, value.active());
    }
}
