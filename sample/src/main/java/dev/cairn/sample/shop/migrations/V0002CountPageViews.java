package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Count page views. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:849cc4268b6a97c5108fed5299ecf2600cf80f15d726de95e9b68f2cea1ac973",
        records = "r1:0a09467857d267f1",
        upgrade = {"""
            CREATE TABLE `page_view` (
              `product_id` int(11) NOT NULL,
              `day` date NOT NULL,
              `views` bigint(20) SUM NOT NULL,
              `visitors` bitmap BITMAP_UNION NOT NULL COMMENT "accounts, exactly",
              `browsers` hll HLL_UNION NOT NULL COMMENT "browsers, about"
            )
            AGGREGATE KEY(`product_id`, `day`)
            COMMENT "Looks at the page of a product, added up for each day"
            DISTRIBUTED BY HASH(`product_id`) BUCKETS 2
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            """},
        downgrade = {"""
            ALTER TABLE `page_view` RENAME `page_view__cairn_old`
            """, """
            DROP TABLE `page_view__cairn_old`
            """})
interface V0002CountPageViews {}
