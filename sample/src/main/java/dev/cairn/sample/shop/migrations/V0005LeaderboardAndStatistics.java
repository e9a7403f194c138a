package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Leaderboard and statistics. */
@Migration(
        schema = Shop.class,
        number = 5,
        after = "h1:ac8b286abd1236ab034a5987c1cd6746dd9b5a2ffcdfe01ebd814952a0c8f7d7",
        records = "r1:ae194b5e3d5cb31e",
        upgrade = {"""
            CREATE MATERIALIZED VIEW `leaderboard` (`account_id`, `name`, `orders`, `spent`)
            COMMENT "Who spent how much"
            DISTRIBUTED BY HASH(`account_id`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT o.account_id, a.name, count(*) AS orders, sum(o.amount) AS spent
            FROM orders o JOIN account a ON a.id = o.account_id
            GROUP BY o.account_id, a.name
            """, """
            CREATE MATERIALIZED VIEW `product_statistics` (`product_id`, `name`, `views`, `visitors`, `sold`, `revenue`)
            COMMENT "How each product does"
            DISTRIBUTED BY HASH(`product_id`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT p.id AS product_id, p.name, looked.views, looked.visitors, bought.sold, bought.revenue
            FROM product p
            LEFT JOIN (
                SELECT product_id, sum(views) AS views, bitmap_union_count(visitors) AS visitors
                FROM page_view GROUP BY product_id
            ) looked ON looked.product_id = p.id
            LEFT JOIN (
                SELECT product_id, sum(quantity) AS sold, sum(amount) AS revenue
                FROM orders GROUP BY product_id
            ) bought ON bought.product_id = p.id
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `product_statistics` RENAME `product_statistics__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `product_statistics__cairn_old`
            """, """
            ALTER MATERIALIZED VIEW `leaderboard` RENAME `leaderboard__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `leaderboard__cairn_old`
            """})
interface V0005LeaderboardAndStatistics {}
