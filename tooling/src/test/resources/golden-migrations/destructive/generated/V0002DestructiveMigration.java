// Generated from shop.migrations.V0002Destructive by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Destructive.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002DestructiveMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002DestructiveMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002DestructiveMigration.class, 2, "V0002Destructive", "Destructive",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:ef939395064af6cca033748f53c1dc46fa32b1f93284feee5e6baf12e57201d7");
        migration.upgrade("""
                -- destructive: drops account.note
                ALTER TABLE `account` DROP COLUMN `note`""");
        migration.downgrade("ALTER TABLE `account` ADD COLUMN `note` varchar(65533) NULL");
        migration.irreversible("drops account.note");
        return migration.build();
    }
}
