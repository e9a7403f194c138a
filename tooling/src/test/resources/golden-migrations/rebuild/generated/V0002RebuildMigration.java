// Generated from shop.migrations.V0002Rebuild by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Rebuild.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002RebuildMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002RebuildMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002RebuildMigration.class, 2, "V0002Rebuild", "Rebuild",
                "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
                "h1:b5c9fe481460b363bb19247dec4cf95a20d4e848b2bd0bc989dfa181fdaeed53");
        migration.upgrade("""
                -- rebuild: account column note: Can not change from nullable to non-nullable
                -- note: stop all writers of account until it is replaced, or run this with --rebuild-swap-mode fence or swap
                CREATE TABLE `account__cairn_new` (
                  `id` bigint(20) NOT NULL,
                  `note` varchar(65533) NOT NULL
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)""");
        migration.upgrade("-- grants: from account to account__cairn_new");
        migration.upgrade("""
                INSERT INTO `account__cairn_new` (`id`, `note`)
                SELECT `id`, `note`
                FROM `account`""");
        migration.upgrade("ALTER TABLE `account` SWAP WITH `account__cairn_new`");
        migration.upgrade("DROP TABLE `account__cairn_new`");
        migration.downgrade("ALTER TABLE `account` MODIFY COLUMN `note` varchar(65533) NULL");
        return migration.build();
    }
}
