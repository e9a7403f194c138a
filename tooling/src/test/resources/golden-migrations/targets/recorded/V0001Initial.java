package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

/** Initial. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:d4fd63ad2a89d8a5",
        upgrade = {"""
            CREATE TABLE `account` (
              `id` bigint(20) NOT NULL,
              `name` varchar(40)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """},
        downgrade = {"""
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """})
interface V0001Initial {}
