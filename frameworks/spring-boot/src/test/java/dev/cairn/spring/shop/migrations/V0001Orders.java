package dev.cairn.spring.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.spring.shop.Shop;

/** Orders. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:a473b3dd9cadc77b",
        upgrade = {"""
            CREATE TABLE `orders` (
              `id` bigint(20) NOT NULL,
              `city` varchar(40),
              `amount` decimal(10, 2)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """},
        downgrade = {"""
            ALTER TABLE `orders` RENAME `orders__cairn_old`
            """, """
            DROP TABLE `orders__cairn_old`
            """})
interface V0001Orders {}
