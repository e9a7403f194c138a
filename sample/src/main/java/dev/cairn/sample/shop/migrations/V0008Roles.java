package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Roles. */
@Migration(
        schema = Shop.class,
        number = 8,
        after = "h1:8eabdb0ac4fc2a0e25bd1e7490550bd87cf3c8fc38d4512d2a825c586cea7235",
        records = "r1:395c6a52745648fa",
        upgrade = {"""
            CREATE ROLE `cairn_sample_analyst` COMMENT "Reads sales and products"
            """, """
            CREATE ROLE `cairn_sample_office` COMMENT "Also reads accounts, and deactivates them"
            """, """
            GRANT SELECT ON TABLE `orders`, `page_view`, `product` TO ROLE `cairn_sample_analyst`
            """, """
            GRANT SELECT ON MATERIALIZED VIEW `daily_sales`, `product_statistics` TO ROLE `cairn_sample_analyst`
            """, """
            GRANT SELECT, UPDATE ON TABLE `account` TO ROLE `cairn_sample_office`
            """, """
            GRANT SELECT ON VIEW `active_account` TO ROLE `cairn_sample_office`
            """, """
            GRANT SELECT ON MATERIALIZED VIEW `leaderboard` TO ROLE `cairn_sample_office`
            """, """
            GRANT `cairn_sample_analyst` TO ROLE `cairn_sample_office`
            """},
        downgrade = {"""
            DROP ROLE `cairn_sample_analyst`
            """, """
            DROP ROLE `cairn_sample_office`
            """})
interface V0008Roles {}
