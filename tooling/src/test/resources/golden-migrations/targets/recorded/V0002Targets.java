package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

/** Targets. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:a27d39597304f60bfde5a2609eb1f62fd7fffb7cf3396486642d1f7ea9ca3a63",
        records = "r1:ea9d5d75d1a36740",
        upgrade = {"""
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
            )
            """, """
            -- on: 3.5 shared-data
            -- grants: from account to account__cairn_new
            """, """
            -- on: 3.5 shared-data
            INSERT INTO `account__cairn_new` (`id`, `name`)
            SELECT `id`, `name`
            FROM `account`
            """, """
            -- on: 3.5 shared-data
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            -- on: 3.5 shared-data
            DROP TABLE `account__cairn_new`
            """, """
            -- on: 4.1 shared-data
            ALTER TABLE `account` ADD COLUMN `mail` varchar(60) NULL
            """, """
            -- on: 4.1 shared-data
            ALTER TABLE `account` SET ("compaction_strategy" = "REAL_TIME")
            """},
        downgrade = {"""
            -- on: 3.5 shared-data
            -- rebuild: account property compaction_strategy: the server can't change it in place
            CREATE TABLE `account__cairn_new` (
              `id` bigint(20) NOT NULL,
              `name` varchar(40)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """, """
            -- on: 3.5 shared-data
            -- grants: from account to account__cairn_new
            """, """
            -- on: 3.5 shared-data
            INSERT INTO `account__cairn_new` (`id`, `name`)
            SELECT `id`, `name`
            FROM `account`
            """, """
            -- on: 3.5 shared-data
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            -- on: 3.5 shared-data
            -- destructive: drops account.mail
            DROP TABLE `account__cairn_new`
            """, """
            -- on: 4.1 shared-data
            ALTER TABLE `account` DROP COLUMN `mail`
            """, """
            -- on: 4.1 shared-data
            ALTER TABLE `account` SET ("compaction_strategy" = "DEFAULT")
            """})
interface V0002Targets {}
