// Generated from shop.migrations.V0002Session by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Session.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002SessionMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002SessionMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002SessionMigration.class, 2, "V0002Session", "Session",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:d89a386fe6520f6b16f7d77c9ff87eeab4c62a12280a0ae1135631891ebae8d3");
        migration.upgrade("ALTER TABLE `account` ADD COLUMN `points` bigint(20) NULL");
        migration.downgrade("ALTER TABLE `account` DROP COLUMN `points`");
        migration.session("insert_timeout", "14400");
        migration.session("pipeline_dop", "2");
        return migration.build();
    }
}
