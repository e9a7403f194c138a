package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Initial. */
@Migration(
        schema = Sales.class,
        number = 1,
        records = "r1:0e3913dfa415ce62",
        upgrade = {"""
            CREATE TABLE `account` (
              `id` bigint(20) NOT NULL,
              `country` varchar(2)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE TABLE `sale` (
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
            CREATE MATERIALIZED VIEW `turnover` (`day`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, sum(price) AS total FROM sale GROUP BY day
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `turnover` RENAME `turnover__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `turnover__cairn_old`
            """, """
            ALTER TABLE `sale` RENAME `sale__cairn_old`
            """, """
            DROP TABLE `sale__cairn_old`
            """, """
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """})
interface V0001Initial {}
