// Generated from shop.migrations.V0002Insert by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Insert.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002InsertMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002InsertMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002InsertMigration.class, 2, "V0002Insert", "Insert",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:6c66d8eb4f5ea8821116949d44ea27691e134ab18c2c0de2a152af8f7508f817");
        migration.upgrade("ALTER TABLE `account` ADD COLUMN `points` int(11) NULL");
        migration.upgrade("""
                -- repeatable
                INSERT INTO `account` SELECT `id`, `note`, 0 FROM `account`""");
        migration.downgrade("ALTER TABLE `account` DROP COLUMN `points`");
        return migration.build();
    }
}
