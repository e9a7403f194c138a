package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Longer names of products. */
@Migration(
        schema = Sales.class,
        number = 5,
        after = "h1:3e446fe7bc43e7e28c5612a53094c087f73951f254970a617fada11789ca17e2",
        records = "r1:f775e1cbca6dd2bb",
        upgrade = {"""
            ALTER TABLE `sale` MODIFY COLUMN `product` varchar(40) NULL
            """},
        downgrade = {"""
            -- rebuild: sale column product: Cannot shorten string length
            CREATE TABLE `sale__cairn_new` (
              `day` date NOT NULL,
              `account_id` bigint(20) NOT NULL,
              `product` varchar(10),
              `price` decimal(10, 2)
            )
            DUPLICATE KEY(`day`, `account_id`)
            DISTRIBUTED BY HASH(`account_id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from sale to sale__cairn_new
            """, """
            INSERT INTO `sale__cairn_new` (`day`, `account_id`, `product`, `price`)
            SELECT `day`, `account_id`, CAST(`product` AS VARCHAR(10)), `price`
            FROM `sale`
            """, """
            ALTER TABLE `sale` SWAP WITH `sale__cairn_new`
            """, """
            DROP TABLE `sale__cairn_new`
            """, """
            ALTER MATERIALIZED VIEW `turnover` ACTIVE
            """})
interface V0005LongerNamesOfProducts {}
