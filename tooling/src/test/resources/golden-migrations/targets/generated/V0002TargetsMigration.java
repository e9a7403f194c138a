// Generated from shop.migrations.V0002Targets by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Targets.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0002TargetsMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002TargetsMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0002TargetsMigration.class, 2, "V0002Targets", "Targets",
                "h1:a27d39597304f60bfde5a2609eb1f62fd7fffb7cf3396486642d1f7ea9ca3a63",
                "h1:7b422368ff2819194c4e0884d3e199421ae3f9e5a48c8dc4a0b4262c18a1f969");
        migration.upgrade("""
                -- on: 3.5 shared-data
                ALTER TABLE `account` ADD COLUMN `mail` varchar(60) NULL""");
        migration.upgrade("""
                -- on: 4.1 shared-nothing
                -- rebuild: account property fast_schema_evolution: the server can't change it in place
                -- note: stop all writers of account until it is replaced, or run this with --rebuild-swap-mode fence or swap
                CREATE TABLE `account__cairn_new` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(40),
                  `mail` varchar(60)
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)
                PROPERTIES (
                "fast_schema_evolution" = "false"
                )""");
        migration.upgrade("""
                -- on: 4.1 shared-nothing
                -- grants: from account to account__cairn_new""");
        migration.upgrade("""
                -- on: 4.1 shared-nothing
                INSERT INTO `account__cairn_new` (`id`, `name`)
                SELECT `id`, `name`
                FROM `account`""");
        migration.upgrade("""
                -- on: 4.1 shared-nothing
                ALTER TABLE `account` SWAP WITH `account__cairn_new`""");
        migration.upgrade("""
                -- on: 4.1 shared-nothing
                DROP TABLE `account__cairn_new`""");
        migration.downgrade("ALTER TABLE `account` DROP COLUMN `mail`");
        return migration.build();
    }
}
