// Generated from shop.ActiveAccount by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Declared;
import dev.cairn.schema.LongColumn;
import dev.cairn.schema.Row;
import dev.cairn.schema.ViewDescriptor;
import javax.annotation.processing.Generated;

/**
 * <pre>{@code
 * CREATE VIEW `active_account` AS SELECT id FROM account WHERE active
 * }</pre>
 */
@Declared(
        format = 3,
        ddl = ActiveAccountView.DDL,
        columns = """
                CREATE TABLE `active_account` (
                  `id` bigint(20) NOT NULL
                )""",
        primitives = "id"
)
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class ActiveAccountView extends ViewDescriptor<ActiveAccount> {
    public static final ActiveAccountView ACTIVE_ACCOUNT = new ActiveAccountView();

    static final String DDL = "CREATE VIEW `active_account` AS SELECT id FROM account WHERE active";

    /**
     * {@code `id` bigint(20) NOT NULL}
     */
    public final LongColumn<ActiveAccount> id = new LongColumn<ActiveAccount>(this, "id");

    private ActiveAccountView() {
        super(3, "", "active_account", DDL);
    }

    @Override
    public ActiveAccount read(Row row) {
        return new ActiveAccount(
                row.longAt(0));
    }
}
