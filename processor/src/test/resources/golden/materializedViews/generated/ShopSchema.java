// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;

/**
 * The schema sales, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(2, "sales", "4.0", "shared_data");
        experimental("gin", "row_store");
        property("replication_num", "${replication_num:1}");
    }

    @Override
    protected void members(Consumer<Descriptor<?>> members) {
        members.accept(OrderTable.ORDER);
        members.accept(DailySalesMv.DAILY_SALES);
        members.accept(CityTotalMv.CITY_TOTAL);
        members.accept(CityOrdersTable.CITY_ORDERS);
        members.accept(CustomerTable.CUSTOMER);
        members.accept(RegionTable.REGION);
    }
}
