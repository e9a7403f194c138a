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
@SuppressWarnings({"deprecation", "removal"})
public final class ShopSchema extends SchemaDescriptor {
    public static final ShopSchema SCHEMA = new ShopSchema();

    private ShopSchema() {
        super(2, "shop", "3.5", "shared_data");
        target("4.1", "shared_data");
        recorded("5c163c068ec5ed4a6bf1fe88f1171c20a11f0e5a394a255002ab8d3946dcd22d");
    }

    @Override
    protected void members(Consumer<Descriptor<?>> members) {
        members.accept(AccountTable.ACCOUNT);
    }

    @Override
    protected void migrations(Consumer<RecordedMigration> migrations) {
        migrations.accept(V0001InitialMigration.MIGRATION);
        migrations.accept(V0002TargetsMigration.MIGRATION);
    }
}
