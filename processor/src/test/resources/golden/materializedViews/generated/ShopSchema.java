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
        super(3, "sales", "4.0", "shared_data");
        addExperimentalFeatures("gin", "row_store");
        addDefaultProperty("replication_num", "${replication_num:1}");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(OrderTable.ORDER);
        consumer.accept(DailySalesMv.DAILY_SALES);
        consumer.accept(CityTotalMv.CITY_TOTAL);
        consumer.accept(CityOrdersTable.CITY_ORDERS);
        consumer.accept(CustomerTable.CUSTOMER);
        consumer.accept(RegionTable.REGION);
    }
}
