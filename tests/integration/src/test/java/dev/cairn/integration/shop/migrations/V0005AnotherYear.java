package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/** Another year. */
@Migration(
        schema = Shop.class,
        number = 5,
        after = "h1:afffbd60f8e202cd535230e16b28add9502720757fa9be4678a9bf5beff0345d",
        records = "r1:c368b5893c4bf002",
        upgrade = {"""
            -- destructive: drops purchase.note
            ALTER TABLE `purchase` DROP COLUMN `note`
            """, """
            -- destructive: drops partitions of purchase: p2024
            ALTER TABLE `purchase` DROP PARTITION `p2024`
            """, """
            ALTER TABLE `purchase` ADD PARTITION p2026 VALUES [("2026-01-01"), ("2027-01-01"))
            """},
        downgrade = {"""
            ALTER TABLE `purchase` ADD COLUMN `note` varchar(200) NULL
            """, """
            ALTER TABLE `purchase` DROP PARTITION `p2026`
            """, """
            ALTER TABLE `purchase` ADD PARTITION p2024 VALUES [("2024-01-01"), ("2025-01-01"))
            """},
        irreversible = "drops purchase.note; drops partitions of purchase: p2024")
interface V0005AnotherYear {}
