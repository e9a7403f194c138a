package dev.cairn.sample.spring.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.spring.shop.Shop;

/** First tables. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:b8dd410b26b5bc4c",
        upgrade = {"""
            CREATE TABLE `orders` (
              `id` bigint(20) NOT NULL,
              `customer_id` bigint(20) NOT NULL,
              `city` varchar(40) NOT NULL,
              `amount` decimal(12, 2) NOT NULL,
              `pieces` smallint(6) NOT NULL
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE MATERIALIZED VIEW `city_sales` (`city`, `orders`, `amount`)
            DISTRIBUTED BY HASH(`city`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT city, count(*) AS orders, sum(amount) AS amount FROM orders GROUP BY city
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `city_sales` RENAME `city_sales__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `city_sales__cairn_old`
            """, """
            ALTER TABLE `orders` RENAME `orders__cairn_old`
            """, """
            DROP TABLE `orders__cairn_old`
            """})
interface V0001FirstTables {}
