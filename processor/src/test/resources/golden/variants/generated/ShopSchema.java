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
        super(2, "shop", "4.1", "shared_nothing");
        target("3.5", "shared_data");
        target("4.1", "shared_data");
    }

    @Override
    protected void members(Consumer<Descriptor<?>> members) {
        members.accept(SaleTable.SALE);
        members.accept(CityViewView.CITY_VIEW);
        members.accept(CityTotalTable.CITY_TOTAL);
    }
}
