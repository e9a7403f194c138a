package dev.cairn.sample.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.shop.Shop;

/** Categories. All that the shop sold before were books. */
@Migration(
        schema = Shop.class,
        number = 4,
        after = "h1:2aecf71ad491768f3c939ffadf81f0b599874a9e693991abe44e716173cd7522",
        records = "r1:85c6fb59911338a0",
        upgrade = {"""
            ALTER TABLE `product` ADD COLUMN `category` varchar(40) NULL
            """, """
            -- repeatable
            UPDATE `product` SET `category` = 'books' WHERE `category` IS NULL
            """},
        downgrade = {"""
            ALTER TABLE `product` DROP COLUMN `category`
            """})
interface V0004Categories {}
