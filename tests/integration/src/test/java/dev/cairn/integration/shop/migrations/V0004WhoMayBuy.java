package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/** Who may buy. */
@Migration(
        schema = Shop.class,
        number = 4,
        after = "h1:608e079fcfe32c4037d6a118064035fa1b2a92b4fefbd3317717eb98f5e2f3e4",
        records = "r1:240826de7a6bc382",
        upgrade = {"""
            CREATE OR REPLACE VIEW `active_customer` (`id`, `name`, `city` COMMENT "where they live")
            COMMENT "Customers that may buy" AS SELECT id, name, city FROM customer WHERE active AND email IS NOT NULL
            """, """
            ALTER VIEW `active_customer` SET SECURITY INVOKER
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` REFRESH DEFERRED ASYNC START("2099-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
            """},
        downgrade = {"""
            CREATE OR REPLACE VIEW `active_customer` (`id`, `name`) AS SELECT id, name FROM customer WHERE active
            """, """
            ALTER VIEW `active_customer` SET SECURITY NONE
            """, """
            ALTER MATERIALIZED VIEW `daily_sales` REFRESH DEFERRED MANUAL
            """})
interface V0004WhoMayBuy {}
