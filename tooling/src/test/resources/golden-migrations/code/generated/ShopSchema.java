// Generated from shop.Shop by Cairn. Changes to this file are lost at the next compile.
package shop;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.function.Consumer;
import javax.annotation.processing.Generated;
import shop.migrations.V0001InitialMigration;
import shop.migrations.V0002CodeMigration;

/**
 * The schema shop, as {@link Shop} has it.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(3, "shop", "4.1", "shared_nothing");
        setDeclarationHash("3b4d96cc8cba28d3443e98947fd844c2ec7c73cdd37e39d6af26bc5ca12f7500");
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        consumer.accept(AccountTable.ACCOUNT);
    }

    @Override
    protected void forEachMigration(Consumer<RecordedMigration> consumer) {
        consumer.accept(V0001InitialMigration.MIGRATION);
        consumer.accept(V0002CodeMigration.MIGRATION);
    }
}
