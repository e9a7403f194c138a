package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/** Initial. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:d2b5381ea7defeac",
        upgrade = {"""
            CREATE TABLE `client` (
              `id` bigint(20) NOT NULL,
              `name` varchar(64),
              `mail` varchar(100),
              `active` boolean NOT NULL
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE TABLE `page_view` (
              `page_id` int(11) NOT NULL,
              `day` date NOT NULL,
              `views` bigint(20) SUM NOT NULL,
              `visitors` bitmap BITMAP_UNION
            )
            AGGREGATE KEY(`page_id`, `day`)
            PARTITION BY date_trunc('day', day)
            DISTRIBUTED BY HASH(`page_id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE TABLE `purchase` (
              `day` date NOT NULL,
              `id` bigint(20) NOT NULL,
              `client_id` bigint(20) NOT NULL,
              `price` decimal(10, 2),
              `note` varchar(200)
            )
            DUPLICATE KEY(`day`, `id`)
            COMMENT "What was bought"
            PARTITION BY RANGE(`day`)
            (PARTITION p2024 VALUES [("2024-01-01"), ("2025-01-01")),
            PARTITION p2025 VALUES [("2025-01-01"), ("2026-01-01")))
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE TABLE `setting` (
              `name` varchar(64) NOT NULL,
              `value` varchar(200) DEFAULT "on"
            )
            PRIMARY KEY(`name`)
            DISTRIBUTED BY HASH(`name`) BUCKETS 1
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE VIEW `active_client` (`id`, `name`) AS SELECT id, name FROM client WHERE active
            """, """
            CREATE MATERIALIZED VIEW `daily_sales` (`day`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH DEFERRED MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, sum(price) AS total FROM purchase GROUP BY day
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `daily_sales` RENAME `daily_sales__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `daily_sales__cairn_old`
            """, """
            DROP VIEW `active_client`
            """, """
            ALTER TABLE `setting` RENAME `setting__cairn_old`
            """, """
            DROP TABLE `setting__cairn_old`
            """, """
            ALTER TABLE `page_view` RENAME `page_view__cairn_old`
            """, """
            DROP TABLE `page_view__cairn_old`
            """, """
            ALTER TABLE `purchase` RENAME `purchase__cairn_old`
            """, """
            DROP TABLE `purchase__cairn_old`
            """, """
            ALTER TABLE `client` RENAME `client__cairn_old`
            """, """
            DROP TABLE `client__cairn_old`
            """})
interface V0001Initial {}
