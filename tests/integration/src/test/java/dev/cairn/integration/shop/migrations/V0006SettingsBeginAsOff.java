package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/**
 * Settings begin as off. Nobody has set any, and nothing was sold: there is nothing to copy, and nothing to refresh.
 */
@Migration(
        schema = Shop.class,
        number = 6,
        after = "h1:36c41a0578edd4220a031ba2111ce28b834bccbda189e047ed5d207ff27da55a",
        records = "r1:21f5baf4cd508999",
        upgrade = {"""
            -- rebuild: setting column value: Can not change default value
            CREATE TABLE `setting__cairn_new` (
              `name` varchar(64) NOT NULL,
              `value` varchar(200) DEFAULT "off"
            )
            PRIMARY KEY(`name`)
            DISTRIBUTED BY HASH(`name`) BUCKETS 1
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from setting to setting__cairn_new
            """, """
            ALTER TABLE `setting` SWAP WITH `setting__cairn_new`
            """, """
            -- allow: unmarked-destruction no setting was written
            DROP TABLE `setting__cairn_new`
            """, """
            -- rebuild: daily_sales query: the query of a materialized view is what it was created with
            CREATE MATERIALIZED VIEW `daily_sales__cairn_new` (`day`, `purchases`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH DEFERRED ASYNC START("2099-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, count(*) AS purchases, sum(price) AS total FROM purchase GROUP BY day
            """, """
            -- grants: from daily_sales to daily_sales__cairn_new
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` SWAP WITH `daily_sales__cairn_new`
            """, """
            DROP MATERIALIZED VIEW `daily_sales__cairn_new`
            """},
        downgrade = {"""
            -- rebuild: setting column value: Can not change default value
            CREATE TABLE `setting__cairn_new` (
              `name` varchar(64) NOT NULL,
              `value` varchar(200) DEFAULT "on"
            )
            PRIMARY KEY(`name`)
            DISTRIBUTED BY HASH(`name`) BUCKETS 1
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """, """
            -- grants: from setting to setting__cairn_new
            """, """
            ALTER TABLE `setting` SWAP WITH `setting__cairn_new`
            """, """
            -- allow: unmarked-destruction no setting was written
            DROP TABLE `setting__cairn_new`
            """, """
            -- rebuild: daily_sales query: the query of a materialized view is what it was created with
            CREATE MATERIALIZED VIEW `daily_sales__cairn_new` (`day`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH DEFERRED ASYNC START("2099-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, sum(price) AS total FROM purchase GROUP BY day
            """, """
            -- grants: from daily_sales to daily_sales__cairn_new
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` SWAP WITH `daily_sales__cairn_new`
            """, """
            DROP MATERIALIZED VIEW `daily_sales__cairn_new`
            """})
interface V0006SettingsBeginAsOff {}
