// Generated from shop.Account. Whatever is changed here is lost.
package shop;

import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.TEXT;

import dev.cairn.schema.DateTimeColumn;
import dev.cairn.schema.Declared;
import dev.cairn.schema.IntegralColumn;
import dev.cairn.schema.NullableDateTimeColumn;
import dev.cairn.schema.NullableDecimalColumn;
import dev.cairn.schema.NullableIntegralColumn;
import dev.cairn.schema.NullableTextColumn;
import dev.cairn.schema.PlainColumn;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ValueType;
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
        format = 1,
        kind = Declared.Kind.TABLE,
        ddl = AccountTable.DDL,
        nullMarked = true
)
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
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
    public final IntegralColumn<Account> id = integral("id");

    /**
     * {@code `name` varchar(64) NOT NULL}
     */
    public final TextColumn<Account> name = text("name");

    /**
     * {@code `city` varchar(64) NULL}
     */
    public final NullableTextColumn<Account> city = nullableText("city");

    /**
     * {@code `points` int(11) NULL}
     */
    public final NullableIntegralColumn<Account> points = nullableIntegral("points");

    /**
     * {@code `balance` decimal(12, 2) NULL}
     */
    public final NullableDecimalColumn<Account> balance = nullableDecimal("balance");

    /**
     * {@code `tags` array<varchar(65533)> NOT NULL}
     */
    public final PlainColumn<Account> tags = plain("tags");

    /**
     * {@code `created` datetime NOT NULL}
     */
    public final DateTimeColumn<Account> created = dateTime("created");

    /**
     * {@code `changed` datetime NULL}
     */
    public final NullableDateTimeColumn<Account> changed = nullableDateTime("changed");

    private AccountTable() {
        super(1, "", "account", DDL);
    }

    @Override
    public Account read(Row row) {
        return new Account(
                row.longAt(0),
                row.at(1, TEXT),
                row.at(2, TEXT),
                row.at(3, INT),
                row.at(4, DECIMAL),
                row.at(5, TAGS_TYPE),
                new Account.Audit(
                        row.at(6, DATE_TIME),
                        row.at(7, DATE_TIME)));
    }

    @Override
    public void write(Account value, RowSink row) {
        row.putLong(0, value.id());
        row.put(1, TEXT, value.name());
        row.put(2, TEXT, value.city());
        row.put(3, INT, value.points());
        row.put(4, DECIMAL, value.balance());
        row.put(5, TAGS_TYPE, value.tags());
        row.put(6, DATE_TIME, value.audit().created());
        row.put(7, DATE_TIME, value.audit().changed());
    }
}
