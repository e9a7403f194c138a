// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "4.1", "shared_nothing");
        addFunctions("CREATE GLOBAL FUNCTION mask(varchar) RETURNS varchar");
        addRoleStatements("CREATE ROLE `analyst` COMMENT \"Reads what the dashboards show\"");
        addRoleStatements("CREATE ROLE `shop_loader`");
        addRoleStatements("GRANT SELECT ON MATERIALIZED VIEW `daily_sales` TO ROLE `analyst`");
        addRoleStatements("GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`");
        addRoleStatements("GRANT SELECT, INSERT ON ALL TABLES IN DATABASE ${database} TO ROLE `shop_loader`");
        addRoleStatements("GRANT REFRESH ON ALL MATERIALIZED VIEWS IN DATABASE ${database} TO ROLE `shop_loader`");
        addRoleStatements("GRANT ALL ON TABLE `account`, `sales`.`orders` TO ROLE `shop_loader` WITH GRANT OPTION");
        addRoleStatements("GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `shop_loader`");
        addRoleStatements("GRANT USAGE ON GLOBAL FUNCTION `mask`(varchar(65533)) TO ROLE `shop_loader`");
        addRoleStatements("GRANT USAGE ON CATALOG `iceberg` TO ROLE `shop_loader`");
        addRoleStatements("GRANT OPERATE ON SYSTEM TO ROLE `shop_loader`");
        addRoleStatements("GRANT IMPERSONATE ON USER ${etl_user} TO ROLE `shop_loader`");
        addRoleStatements("GRANT `analyst` TO ROLE `shop_loader`");
        addRoleStatements("GRANT `analyst` TO USER ${reporting_user}");
        addRoleStatements("GRANT `analyst` TO EXTERNAL GROUP `analysts`");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(AccountTable.ACCOUNT);
        consumer.accept(OrderTable.ORDER);
        consumer.accept(ActiveAccountView.ACTIVE_ACCOUNT);
        consumer.accept(DailySalesMv.DAILY_SALES);
    }
}
