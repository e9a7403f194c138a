// Generated from shop.Account by Cairn. Changes to this file are lost at the next compile.
package shop;

import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.Column;
import dev.cairn.schema.Declared;
import dev.cairn.schema.IntColumn;
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
 * CREATE TABLE `account` (
 *   `id` bigint(20) NOT NULL,
 *   `name` varchar(64) NOT NULL,
 *   `city` varchar(64) NULL,
 *   `points` int(11) NULL,
 *   `balance` decimal(12, 2) NULL,
 *   `tags` array<varchar(65533)> NOT NULL,
 *   `created` datetime NOT NULL,
 *   `changed` datetime NULL
 * )
 * PRIMARY KEY(`id`)
 * DISTRIBUTED BY HASH(`id`) BUCKETS 2
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = AccountTable.DDL,
        nullMarked = true
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class AccountTable extends PrimaryKeyTableDescriptor<Account> {
    public static final AccountTable ACCOUNT = new AccountTable();

    static final String DDL = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL,
          `name` varchar(64) NOT NULL,
          `city` varchar(64) NULL,
          `points` int(11) NULL,
          `balance` decimal(12, 2) NULL,
          `tags` array<varchar(65533)> NOT NULL,
          `created` datetime NOT NULL,
          `changed` datetime NULL
        )
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`) BUCKETS 2""";

    private static final ValueType<List<String>> TAGS_TYPE = ValueType.list(TEXT);

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<Account> id = new LongColumn<Account>(this, "id");

    /**
     * {@code `name` varchar(64) NOT NULL}
     */
    public final TextColumn<Account> name = new TextColumn<Account>(this, "name");

    /**
     * {@code `city` varchar(64) NULL}
     */
    public final TextColumn.Nullable<Account> city = new TextColumn.Nullable<Account>(this, "city");

    /**
     * {@code `points` int(11) NULL}
     */
    public final IntColumn.Nullable<Account> points = new IntColumn.Nullable<Account>(this, "points");

    /**
     * {@code `balance` decimal(12, 2) NULL}
     */
    public final NumberColumn.Nullable<Account, BigDecimal> balance = new NumberColumn.Nullable<Account, BigDecimal>(this, "balance");

    /**
     * {@code `tags` array<varchar(65533)> NOT NULL}
     */
    public final Column<Account> tags = new Column<Account>(this, "tags");

    /**
     * {@code `created` datetime NOT NULL}
     */
    public final OrderedColumn<Account, LocalDateTime> created = new OrderedColumn<Account, LocalDateTime>(this, "created");

    /**
     * {@code `changed` datetime NULL}
     */
    public final OrderedColumn.Nullable<Account, LocalDateTime> changed = new OrderedColumn.Nullable<Account, LocalDateTime>(this, "changed");

    private AccountTable() {
        super(3, "", "account", DDL);
    }

    @Override
    public Account read(Row row) {
        return new Account(
                row.longAt(0),
                row.textAt(1),
                row.textAt(2),
                row.at(3, INT),
                row.decimalAt(4),
                row.at(5, TAGS_TYPE),
                new Account.Audit(
                        row.dateTimeAt(6),
                        row.dateTimeAt(7)));
    }

    @Override
    public void write(Account value, RowSink row) {
        row.putLong(0, value.id());
        row.putText(1, value.name());
        row.putText(2, value.city());
        row.put(3, INT, value.points());
        row.putDecimal(4, value.balance());
        row.put(5, TAGS_TYPE, value.tags());
        row.putDateTime(6, value.audit().created());
        row.putDateTime(7, value.audit().changed());
    }
}
