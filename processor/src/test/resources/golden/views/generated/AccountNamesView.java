// Generated from shop.AccountNames by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ViewDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE VIEW `account_names` (`name`, `often`) AS SELECT name, count(*)
 * FROM account
 * GROUP BY name
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = AccountNamesView.DDL,
        columns = """
                CREATE TABLE `account_names` (
                  `name` varchar(65533) NULL,
                  `often` bigint(20) NOT NULL
                )""",
        byPosition = true,
        renamedFrom = "names",
        renamedColumns = {"often", "n"},
        primitives = "often"
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class AccountNamesView extends ViewDescriptor<AccountNames> {
    public static final AccountNamesView ACCOUNT_NAMES = new AccountNamesView();

    static final String DDL = """
        CREATE VIEW `account_names` (`name`, `often`) AS SELECT name, count(*)
        FROM account
        GROUP BY name""";

    /**
     * {@code `name` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<AccountNames> name = new TextColumn.Nullable<AccountNames>(this, "name");

    /**
     * {@code `often` bigint(20) NOT NULL}
     */
    public final LongColumn<AccountNames> often = new LongColumn<AccountNames>(this, "often");

    private AccountNamesView() {
        super(3, "", "account_names", DDL);
    }

    @Override
    public AccountNames read(Row row) {
        return new AccountNames(
                row.textAt(0),
                row.longAt(1));
    }
}
