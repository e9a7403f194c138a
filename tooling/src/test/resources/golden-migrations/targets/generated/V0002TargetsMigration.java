// Generated from shop.migrations.V0002Targets by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 2 of {@link Shop}: Targets.
 */
@Generated("dev.cairn")
@SuppressWarnings({"deprecation", "removal"})
public final class V0002TargetsMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0002TargetsMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                2, V0002TargetsMigration.class, 2, "V0002Targets", "Targets",
                "h1:a27d39597304f60bfde5a2609eb1f62fd7fffb7cf3396486642d1f7ea9ca3a63",
                "h1:0aa9e2ac0f8a30ca3a57942a08a225fed9c24e1f6c48986da399989d70f2a483");
        migration.upgrade("""
                -- on: 3.5 shared-data
                -- rebuild: account property compaction_strategy: the server can't change it in place
                CREATE TABLE `account__cairn_new` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(40),
                  `mail` varchar(60)
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)
                PROPERTIES (
                "compaction_strategy" = "REAL_TIME"
                )""");
        migration.upgrade("""
                -- on: 3.5 shared-data
                -- grants: from account to account__cairn_new""");
        migration.upgrade("""
                -- on: 3.5 shared-data
                INSERT INTO `account__cairn_new` (`id`, `name`)
                SELECT `id`, `name`
                FROM `account`""");
        migration.upgrade("""
                -- on: 3.5 shared-data
                ALTER TABLE `account` SWAP WITH `account__cairn_new`""");
        migration.upgrade("""
                -- on: 3.5 shared-data
                DROP TABLE `account__cairn_new`""");
        migration.upgrade("""
                -- on: 4.1 shared-data
                ALTER TABLE `account` ADD COLUMN `mail` varchar(60) NULL""");
        migration.upgrade("""
                -- on: 4.1 shared-data
                ALTER TABLE `account` SET ("compaction_strategy" = "REAL_TIME")""");
        migration.downgrade("""
                -- on: 3.5 shared-data
                -- rebuild: account property compaction_strategy: the server can't change it in place
                CREATE TABLE `account__cairn_new` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(40)
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)""");
        migration.downgrade("""
                -- on: 3.5 shared-data
                -- grants: from account to account__cairn_new""");
        migration.downgrade("""
                -- on: 3.5 shared-data
                INSERT INTO `account__cairn_new` (`id`, `name`)
                SELECT `id`, `name`
                FROM `account`""");
        migration.downgrade("""
                -- on: 3.5 shared-data
                ALTER TABLE `account` SWAP WITH `account__cairn_new`""");
        migration.downgrade("""
                -- on: 3.5 shared-data
                -- destructive: drops account.mail
                DROP TABLE `account__cairn_new`""");
        migration.downgrade("""
                -- on: 4.1 shared-data
                ALTER TABLE `account` DROP COLUMN `mail`""");
        migration.downgrade("""
                -- on: 4.1 shared-data
                ALTER TABLE `account` SET ("compaction_strategy" = "DEFAULT")""");
        return migration.build();
    }
}
