package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Revenue of categories. */
@Migration(
        schema = Shop.class,
        number = 10,
        after = "h1:e5141c5785047bb188492e51615f03daa125808c62dfb8e0551d609032f270e1",
        records = "r1:e6441f7893ccdf83",
        upgrade = {"""
            CREATE TABLE `category_revenue` (
              `day` date NOT NULL,
              `category` varchar(40) NOT NULL,
              `revenue` decimal(38, 2) NOT NULL
            )
            PRIMARY KEY(`day`, `category`)
            COMMENT "What each category brought in on a day"
            DISTRIBUTED BY HASH(`category`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            SUBMIT TASK `cairn_sample_sum_categories` SCHEDULE START("2026-01-01 03:00:00") EVERY(INTERVAL 1 DAY) AS INSERT INTO category_revenue SELECT o.order_date, p.category, sum(o.amount) FROM orders o JOIN product p ON p.id = o.product_id WHERE p.category IS NOT NULL AND o.order_date = date_sub(current_date(), INTERVAL 1 DAY) GROUP BY o.order_date, p.category
            """},
        downgrade = {"""
            DROP TASK `cairn_sample_sum_categories`
            """, """
            -- note: the name changes before the DROP, so that a statement that arrives late finds no category_revenue
            ALTER TABLE `category_revenue` RENAME `category_revenue__cairn_old`
            """, """
            DROP TABLE `category_revenue__cairn_old`
            """})
interface V0010RevenueOfCategories {}
