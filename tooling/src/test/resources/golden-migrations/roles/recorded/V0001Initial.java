package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Initial. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:00aa07669684b77c",
        upgrade = {"""
            CREATE ROLE `analyst` COMMENT "Reads what the dashboards show"
            """, """
            CREATE ROLE `loader`
            """, """
            CREATE TABLE `account` (
              `id` int(11) NOT NULL,
              `active` boolean NOT NULL
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """, """
            CREATE VIEW `active_account` (`id`) AS SELECT id FROM account WHERE active
            """, """
            GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`
            """, """
            GRANT `analyst` TO USER ${reporting_user}
            """, """
            GRANT INSERT, UPDATE ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`
            """, """
            GRANT CREATE TABLE ON DATABASE ${database} TO ROLE `loader`
            """, """
            GRANT `analyst` TO ROLE `loader`
            """},
        downgrade = {"""
            DROP VIEW `active_account`
            """, """
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """, """
            DROP ROLE `analyst`
            """, """
            DROP ROLE `loader`
            """})
interface V0001Initial {}
