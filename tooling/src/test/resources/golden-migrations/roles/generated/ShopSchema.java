// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;
import shop.migrations.V0001InitialMigration;
import shop.migrations.V0002RolesMigration;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "4.1", "shared_nothing");
        addRoleStatements("CREATE ROLE `analyst` COMMENT \"Reads accounts\"");
        addRoleStatements("CREATE ROLE `loader`");
        addRoleStatements("GRANT SELECT ON TABLE `account` TO ROLE `analyst`");
        addRoleStatements("GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`");
        addRoleStatements("GRANT INSERT ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`");
        addRoleStatements("GRANT `analyst` TO USER ${reporting_user}");
        setDeclarationHash("1f9007a51df0ca571416c15b563b65b4f467dc1b8d81429cfd755795296acc32");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(AccountTable.ACCOUNT);
        consumer.accept(ActiveAccountView.ACTIVE_ACCOUNT);
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        consumer.accept(V0001InitialMigration.MIGRATION);
        consumer.accept(V0002RolesMigration.MIGRATION);
    }
}
