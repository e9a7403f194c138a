package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Daily sales. */
@Migration(
        schema = Shop.class,
        number = 3,
        after = "h1:eef3f9b4f9ce0cee396281f02fb9a683fee9bb1d52def3fe82c7b5430db13968",
        records = "r1:18a3cf31119549eb",
        upgrade = {"""
            CREATE VIEW `active_account` (`id`, `name`, `city`)
            COMMENT "Accounts in use" SECURITY INVOKER AS SELECT id, name, city FROM account WHERE active
            """, """
            CREATE MATERIALIZED VIEW `daily_sales` (`order_date`, `orders`, `revenue`)
            COMMENT "What each day brought in"
            DISTRIBUTED BY HASH(`order_date`) BUCKETS 2
            REFRESH ASYNC
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT order_date, count(*) AS orders, sum(amount) AS revenue
            FROM orders
            GROUP BY order_date
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `daily_sales` RENAME `daily_sales__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `daily_sales__cairn_old`
            """, """
            DROP VIEW `active_account`
            """})
interface V0003DailySales {}
