package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Longer names. */
@Migration(
        schema = Shop.class,
        number = 7,
        after = "h1:14bd10d66c648541fbfa6f8ebeebc0c01bce9f2cad0c4f00664cb9e29de70122",
        records = "r1:b6ac293f07c9abd9",
        upgrade = {"""
            ALTER TABLE `product`
              MODIFY COLUMN `name` varchar(120) NOT NULL,
              ADD INDEX category (`category`) USING BITMAP
            """, """
            ALTER MATERIALIZED VIEW `product_statistics` ACTIVE
            """},
        downgrade = {"""
            -- rebuild: product column name: Cannot shorten string length
            CREATE TABLE `product__cairn_new` (
              `id` int(11) NOT NULL,
              `name` varchar(40) NOT NULL,
              `price` decimal(10, 2) NOT NULL,
              `category` varchar(40)
            )
            PRIMARY KEY(`id`)
            COMMENT "What is for sale"
            DISTRIBUTED BY HASH(`id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from product to product__cairn_new
            """, """
            INSERT INTO `product__cairn_new` (`id`, `name`, `price`, `category`)
            SELECT `id`, CAST(`name` AS VARCHAR(40)), `price`, `category`
            FROM `product`
            """, """
            ALTER TABLE `product` SWAP WITH `product__cairn_new`
            """, """
            DROP TABLE `product__cairn_new`
            """, """
            ALTER MATERIALIZED VIEW `product_statistics` ACTIVE
            """})
interface V0007LongerNames {}
