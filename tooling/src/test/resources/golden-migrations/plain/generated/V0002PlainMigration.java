// Generated from shop.migrations.V0002Plain by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Plain.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002PlainMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002PlainMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002PlainMigration.class, 2, "V0002Plain", "Plain",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:08fe9589356f0ba37d173a99a7922670d5da38134aaac024b7014731d3da1033");
        migration.upgrade("""
                ALTER TABLE `account`
                  ADD COLUMN `region` varchar(20) NULL,
                  ADD COLUMN `points` int(11) NULL""");
        migration.downgrade("""
                ALTER TABLE `account`
                  DROP COLUMN `region`,
                  DROP COLUMN `points`""");
        return migration.build();
    }
}
