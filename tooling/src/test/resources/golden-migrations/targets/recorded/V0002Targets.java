package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Step 1: shop.account
//   Cost: the server rewrites all rows of account; the migration waits for a schema change job
//   Blocks: other changes of shop.account until the job ends
/** Targets. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:a27d39597304f60bfde5a2609eb1f62fd7fffb7cf3396486642d1f7ea9ca3a63",
        records = "r1:89450008c83201a6",
        upgrade = {"""
            -- on: 3.5 shared-data
            ALTER TABLE `account` ADD COLUMN `mail` varchar(60) NULL
            """, """
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
            )
            """, """
            -- on: 4.1 shared-nothing
            -- grants: from account to account__cairn_new
            """, """
            -- on: 4.1 shared-nothing
            INSERT INTO `account__cairn_new` (`id`, `name`)
            SELECT `id`, `name`
            FROM `account`
            """, """
            -- on: 4.1 shared-nothing
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            -- on: 4.1 shared-nothing
            DROP TABLE `account__cairn_new`
            """},
        downgrade = {"""
            ALTER TABLE `account` DROP COLUMN `mail`
            """})
interface V0002Targets {}
