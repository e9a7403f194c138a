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
        super(2, "shop", "4.1", "shared_nothing");
        functions("CREATE GLOBAL FUNCTION mask(varchar) RETURNS varchar");
        roles("CREATE ROLE `analyst` COMMENT \"Reads what the dashboards show\"");
        roles("CREATE ROLE `shop_loader`");
        roles("GRANT SELECT ON MATERIALIZED VIEW `daily_sales` TO ROLE `analyst`");
        roles("GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`");
        roles("GRANT SELECT, INSERT ON ALL TABLES IN DATABASE ${database} TO ROLE `shop_loader`");
        roles("GRANT REFRESH ON ALL MATERIALIZED VIEWS IN DATABASE ${database} TO ROLE `shop_loader`");
        roles("GRANT ALL ON TABLE `account`, `sales`.`orders` TO ROLE `shop_loader` WITH GRANT OPTION");
        roles("GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `shop_loader`");
        roles("GRANT USAGE ON GLOBAL FUNCTION `mask`(varchar(65533)) TO ROLE `shop_loader`");
        roles("GRANT USAGE ON CATALOG `iceberg` TO ROLE `shop_loader`");
        roles("GRANT OPERATE ON SYSTEM TO ROLE `shop_loader`");
        roles("GRANT IMPERSONATE ON USER ${etl_user} TO ROLE `shop_loader`");
        roles("GRANT `analyst` TO ROLE `shop_loader`");
        roles("GRANT `analyst` TO USER ${reporting_user}");
        roles("GRANT `analyst` TO EXTERNAL GROUP `analysts`");
    }

    @Override
    protected void members(Consumer<Descriptor<?>> members) {
        members.accept(AccountTable.ACCOUNT);
        members.accept(OrderTable.ORDER);
        members.accept(ActiveAccountView.ACTIVE_ACCOUNT);
        members.accept(DailySalesMv.DAILY_SALES);
    }
}
