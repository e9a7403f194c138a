// Generated from shop.ActiveAccount by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.TextColumn;
import dev.cairn.schema.ViewDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE VIEW `active_account` AS SELECT id, name, city FROM account WHERE points > 0
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = ActiveAccountView.DDL,
        columns = """
                CREATE TABLE `active_account` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(65533) NOT NULL,
                  `city` varchar(65533) NULL
                )""",
        nullMarked = true,
        primitives = "id"
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ActiveAccountView extends ViewDescriptor<ActiveAccount> {
    public static final ActiveAccountView ACTIVE_ACCOUNT = new ActiveAccountView();

    static final String DDL = "CREATE VIEW `active_account` AS SELECT id, name, city FROM account WHERE points > 0";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<ActiveAccount> id = new LongColumn<ActiveAccount>(this, "id");

    /**
     * {@code `name` varchar(65533) NOT NULL}
     */
    public final TextColumn<ActiveAccount> name = new TextColumn<ActiveAccount>(this, "name");

    /**
     * {@code `city` varchar(65533) NULL}
     */
    public final TextColumn.Nullable<ActiveAccount> city = new TextColumn.Nullable<ActiveAccount>(this, "city");

    private ActiveAccountView() {
        super(3, "", "active_account", DDL);
    }

    @Override
    public ActiveAccount read(Row row) {
        return new ActiveAccount(
                row.longAt(0),
                row.textAt(1),
                row.textAt(2));
    }
}
