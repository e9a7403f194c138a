package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Accounts have a region, those that are there too. */
@Migration(
        schema = Sales.class,
        number = 3,
        after = "h1:4a8887482f0581ea70aca74071b3d1b956c03499aecd4ab55067ac3affcba782",
        records = "r1:c65c523a7bf6fe14",
        upgrade = {"""
            ALTER TABLE `account` ADD COLUMN `region` varchar(20) NULL
            """, """
            -- repeatable
            UPDATE `account` SET `region` = if(country IN ('NO', 'IT'), 'europe', 'world') WHERE `region` IS NULL
            """},
        downgrade = {"""
            ALTER TABLE `account` DROP COLUMN `region`
            """})
interface V0003AccountsHaveARegion {}
