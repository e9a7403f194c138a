package dev.cairn.spring.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.spring.shop.Shop;

/** Totals of cities. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:f72c85727688747099481ddbd4c3cb6c4f66bfd34f5c57057e458a0b5a8560a3",
        records = "r1:bc6ca2462f6fab07",
        upgrade = {"""
            CREATE MATERIALIZED VIEW `city_total` (`city`, `amount`)
            DISTRIBUTED BY HASH(`city`)
            REFRESH MANUAL
            AS SELECT city, sum(amount) AS amount FROM orders GROUP BY city
            """},
        downgrade = {"""
            ALTER MATERIALIZED VIEW `city_total` RENAME `city_total__cairn_old`
            """, """
            DROP MATERIALIZED VIEW `city_total__cairn_old`
            """})
interface V0002TotalsOfCities {}
