// Generated from shop.migrations.V0001Initial by Cairn. Changes to this file are lost at the next compile.
package shop.migrations;

import dev.cairn.upgrade.RecordedMigration;
import javax.annotation.processing.Generated;
import shop.Shop;

/**
 * Migration 1 of {@link Shop}: Initial.
 */
@Generated("dev.cairn")
@SuppressWarnings({"all", "deprecation", "removal"})
public final class V0001InitialMigration {
    public static final RecordedMigration MIGRATION = migration();

    private V0001InitialMigration() {
    }

    private static RecordedMigration migration() {
        RecordedMigration.Builder migration = RecordedMigration.of(
                3, V0001InitialMigration.class, 1, "V0001Initial", "Initial",
                "",
                "h1:a27d39597304f60bfde5a2609eb1f62fd7fffb7cf3396486642d1f7ea9ca3a63");
        migration.upgrade("""
                CREATE TABLE `account` (
                  `id` bigint(20) NOT NULL,
                  `name` varchar(40)
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)""");
        migration.downgrade("""
                -- note: the name changes before the DROP, so that a statement that arrives late finds no account
                ALTER TABLE `account` RENAME `account__cairn_old`""");
        migration.downgrade("DROP TABLE `account__cairn_old`");
        return migration.build();
    }
}
