package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Step 5: role analyst
//   Access: analyst gains SELECT on active_account
//   Access: analyst gains SELECT on account, through the view active_account
// Step 6: role analyst
//   Access: USER ${reporting_user} gains the role analyst
//   Access: USER ${reporting_user} gains SELECT on active_account, through the role analyst
//   Access: USER ${reporting_user} gains SELECT on account, through the view active_account and the role analyst
// Step 7: role loader
//   Access: loader gains INSERT, UPDATE on ALL TABLES IN DATABASE shop
// Step 8: role loader
//   Access: loader gains CREATE TABLE on DATABASE shop
// Step 9: role loader
//   Access: loader gains the role analyst
//   Access: loader gains SELECT on active_account, through the role analyst
//   Access: loader gains SELECT on account, through the view active_account and the role analyst
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
            -- note: the name changes before the DROP, so that a statement that arrives late finds no account
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """, """
            DROP ROLE `analyst`
            """, """
            DROP ROLE `loader`
            """})
interface V0001Initial {}
