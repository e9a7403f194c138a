package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Orders by month. */
@Migration(
        schema = Shop.class,
        number = 6,
        after = "h1:0178d764f070e5ef9634b0ba10c80e328fab40b34938cd930de15d942243bae5",
        records = "r1:3c1a7973985accdd",
        upgrade = {"""
            -- rebuild: orders partitioning: a table stays divided as it was created
            CREATE TABLE `orders__cairn_new` (
              `order_date` date NOT NULL,
              `id` bigint(20) NOT NULL,
              `account_id` bigint(20) NOT NULL,
              `product_id` int(11) NOT NULL,
              `quantity` int(11) NOT NULL,
              `amount` decimal(12, 2) NOT NULL
            )
            DUPLICATE KEY(`order_date`, `id`)
            COMMENT "What was bought"
            PARTITION BY date_trunc('month', order_date)
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from orders to orders__cairn_new
            """, """
            INSERT INTO `orders__cairn_new` (`order_date`, `id`, `account_id`, `product_id`, `quantity`, `amount`)
            SELECT `order_date`, `id`, `account_id`, `product_id`, `quantity`, `amount`
            FROM `orders`
            """, """
            ALTER TABLE `orders` SWAP WITH `orders__cairn_new`
            """, """
            DROP TABLE `orders__cairn_new`
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` ACTIVE
            """, """
            ALTER MATERIALIZED VIEW `leaderboard` ACTIVE
            """, """
            ALTER MATERIALIZED VIEW `product_statistics` ACTIVE
            """},
        downgrade = {"""
            -- rebuild: orders partitioning: a table stays divided as it was created
            CREATE TABLE `orders__cairn_new` (
              `order_date` date NOT NULL,
              `id` bigint(20) NOT NULL,
              `account_id` bigint(20) NOT NULL,
              `product_id` int(11) NOT NULL,
              `quantity` int(11) NOT NULL,
              `amount` decimal(12, 2) NOT NULL
            )
            DUPLICATE KEY(`order_date`, `id`)
            COMMENT "What was bought"
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from orders to orders__cairn_new
            """, """
            INSERT INTO `orders__cairn_new` (`order_date`, `id`, `account_id`, `product_id`, `quantity`, `amount`)
            SELECT `order_date`, `id`, `account_id`, `product_id`, `quantity`, `amount`
            FROM `orders`
            """, """
            ALTER TABLE `orders` SWAP WITH `orders__cairn_new`
            """, """
            DROP TABLE `orders__cairn_new`
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` ACTIVE
            """, """
            ALTER MATERIALIZED VIEW `leaderboard` ACTIVE
            """, """
            ALTER MATERIALIZED VIEW `product_statistics` ACTIVE
            """})
interface V0006OrdersByMonth {}
