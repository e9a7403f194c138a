// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;
import shop.migrations.V0001InitialMigration;
import shop.migrations.V0002TargetsMigration;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "3.5", "shared_data");
        addTarget("4.1", "shared_nothing");
        setDeclarationHash("4437dfb183ee2ac22008aba021894504e4b0575be60e9e2b5a03242fe56ecf79");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(AccountTable.ACCOUNT);
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        consumer.accept(V0001InitialMigration.MIGRATION);
        consumer.accept(V0002TargetsMigration.MIGRATION);
    }
}
