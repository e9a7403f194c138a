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
                "h1:59f757c64ec73beabdb1136c610c4e5958b5ffca47b89956e023e14e25487bcd");
        migration.upgrade("CREATE ROLE `analyst` COMMENT \"Reads what the dashboards show\"");
        migration.upgrade("CREATE ROLE `loader`");
        migration.upgrade("""
                CREATE TABLE `account` (
                  `id` int(11) NOT NULL,
                  `active` boolean NOT NULL
                )
                PRIMARY KEY(`id`)
                DISTRIBUTED BY HASH(`id`)""");
        migration.upgrade("CREATE VIEW `active_account` (`id`) AS SELECT id FROM account WHERE active");
        migration.upgrade("GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`");
        migration.upgrade("GRANT `analyst` TO USER ${reporting_user}");
        migration.upgrade("GRANT INSERT, UPDATE ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`");
        migration.upgrade("GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `loader`");
        migration.upgrade("GRANT `analyst` TO ROLE `loader`");
        migration.downgrade("DROP VIEW `active_account`");
        migration.downgrade("""
                -- note: the name changes before the DROP, so that a statement that arrives late finds no account
                ALTER TABLE `account` RENAME `account__cairn_old`""");
        migration.downgrade("DROP TABLE `account__cairn_old`");
        migration.downgrade("DROP ROLE `analyst`");
        migration.downgrade("DROP ROLE `loader`");
        return migration.build();
    }
}
