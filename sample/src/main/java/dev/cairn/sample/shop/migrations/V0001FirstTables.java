package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** First tables. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:abe24048cc959655",
        upgrade = {"""
            CREATE TABLE `account` (
              `id` bigint(20) NOT NULL,
              `name` varchar(64) NOT NULL,
              `city` varchar(64) NOT NULL,
              `active` boolean NOT NULL
            )
            PRIMARY KEY(`id`)
            COMMENT "Who buys"
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            CREATE TABLE `orders` (
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
            CREATE TABLE `product` (
              `id` int(11) NOT NULL,
              `name` varchar(40) NOT NULL,
              `price` decimal(10, 2) NOT NULL
            )
            PRIMARY KEY(`id`)
            COMMENT "What is for sale"
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """},
        downgrade = {"""
            ALTER TABLE `product` RENAME `product__cairn_old`
            """, """
            DROP TABLE `product__cairn_old`
            """, """
            ALTER TABLE `orders` RENAME `orders__cairn_old`
            """, """
            DROP TABLE `orders__cairn_old`
            """, """
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """})
interface V0001FirstTables {}
