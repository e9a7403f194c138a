package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Each account is of some region. */
@Migration(
        schema = Sales.class,
        number = 4,
        after = "h1:cd0679e781b96b7c07d78a6b7b6b33ba0e540312520c4f51ecb85bb85a36b7e7",
        records = "r1:7d596d3c5545c30e",
        upgrade = {"""
            -- rebuild: account column region: Can not change from nullable to non-nullable
            CREATE TABLE `account__cairn_new` (
              `id` bigint(20) NOT NULL,
              `country` varchar(2),
              `region` varchar(20) NOT NULL DEFAULT "world"
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from account to account__cairn_new
            """, """
            INSERT INTO `account__cairn_new` (`id`, `country`, `region`)
            SELECT `id`, `country`, `region`
            FROM `account`
            """, """
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            DROP TABLE `account__cairn_new`
            """},
        downgrade = {"""
            -- rebuild: account column region: Can not change default value
            CREATE TABLE `account__cairn_new` (
              `id` bigint(20) NOT NULL,
              `country` varchar(2),
              `region` varchar(20)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from account to account__cairn_new
            """, """
            INSERT INTO `account__cairn_new` (`id`, `country`, `region`)
            SELECT `id`, `country`, `region`
            FROM `account`
            """, """
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            DROP TABLE `account__cairn_new`
            """})
interface V0004EachAccountIsOfSomeRegion {}
