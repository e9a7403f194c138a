package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Initial. */
@Migration(
        schema = Shop.class,
        number = 1,
        records = "r1:0c7f148bcd95c049",
        upgrade = {"""
            CREATE TABLE `account` (
              `id` bigint(20) NOT NULL,
              `note` varchar(65533)
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """},
        downgrade = {"""
            -- note: the name changes before the DROP, so that a statement that arrives late finds no account
            ALTER TABLE `account` RENAME `account__cairn_old`
            """, """
            DROP TABLE `account__cairn_old`
            """})
interface V0001Initial {}
