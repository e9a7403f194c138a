// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;
import shop.migrations.V0001InitialMigration;
import shop.migrations.V0002EmptyMigration;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "4.1", "shared_nothing");
        setDeclarationHash("46e6e04cd1dd74f52b0edef162db5f1b5c15b56cac1468b859872bc7f885dc6b");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(AccountTable.ACCOUNT);
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        consumer.accept(V0001InitialMigration.MIGRATION);
        consumer.accept(V0002EmptyMigration.MIGRATION);
    }
}
