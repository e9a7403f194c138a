package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/** Cities and longest views. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:586928950f4443c688cead1cc6c87ee03c14f95283ba348e00b30b94a6d95247",
        records = "r1:a64f7a64afadeead",
        upgrade = {"""
            ALTER TABLE `client` ADD COLUMN `city` varchar(80) NULL
            """, """
            ALTER TABLE `client` COMMENT = "Who buys"
            """, """
            ALTER TABLE `page_view` ADD COLUMN `longest` int(11) MAX NULL
            """},
        downgrade = {"""
            ALTER TABLE `client` DROP COLUMN `city`
            """, """
            ALTER TABLE `client` COMMENT = ""
            """, """
            ALTER TABLE `page_view` DROP COLUMN `longest`
            """})
interface V0002CitiesAndLongestViews {}
