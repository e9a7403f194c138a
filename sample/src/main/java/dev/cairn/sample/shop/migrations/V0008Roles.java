package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

// Step 3: role cairn_sample_analyst
//   Access: cairn_sample_analyst gains SELECT on orders, page_view, product
// Step 4: role cairn_sample_analyst
//   Access: cairn_sample_analyst gains SELECT on daily_sales, product_statistics
// Step 5: role cairn_sample_office
//   Access: cairn_sample_office gains SELECT, UPDATE on account
// Step 6: role cairn_sample_office
//   Access: cairn_sample_office gains SELECT on active_account
// Step 7: role cairn_sample_office
//   Access: cairn_sample_office gains SELECT on leaderboard
//   Access: cairn_sample_office gains SELECT on orders, through the materialized view leaderboard
// Step 8: role cairn_sample_office
//   Access: cairn_sample_office gains the role cairn_sample_analyst
//   Access: cairn_sample_office gains SELECT on orders, page_view, product, daily_sales, product_statistics, through
// the role cairn_sample_analyst
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
