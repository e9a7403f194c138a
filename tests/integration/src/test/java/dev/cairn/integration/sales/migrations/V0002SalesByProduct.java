package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Sales by product, of what was sold before too. To add it up twice would be wrong. */
@Migration(
        schema = Sales.class,
        number = 2,
        after = "h1:b59398e9869e1b0af1bc90ef23a846df2616c2104363b80f14c963ab4113f7d3",
        records = "r1:53e6c40fc5673a54",
        upgrade = {"""
            CREATE TABLE `product_sales` (
              `product` varchar(10),
              `sold` bigint(20) SUM NOT NULL,
              `total` decimal(38, 2) SUM,
              `last` date MAX
            )
            AGGREGATE KEY(`product`)
            DISTRIBUTED BY HASH(`product`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            INSERT INTO `product_sales`
            SELECT product, count(*), sum(price), max(day) FROM `sale` GROUP BY product
            """},
        downgrade = {"""
            ALTER TABLE `product_sales` RENAME `product_sales__cairn_old`
            """, """
            DROP TABLE `product_sales__cairn_old`
            """})
interface V0002SalesByProduct {}
