// Generated from com.acme.Shop by Cairn. Changes to this file are lost at the next compile.
package com.acme;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "4.1", "shared_nothing");
        addTarget("3.5", "shared_data");
        addTarget("4.1", "shared_data");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(SaleTable.SALE);
        consumer.accept(CityViewView.CITY_VIEW);
        consumer.accept(CityTotalTable.CITY_TOTAL);
    }
}
