package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Step 3: shop.account__cairn_new
//   Cost: the statement copies all rows of account
//   May fail: account.note becomes NOT NULL: rows without a value make the copy fail (SELECT count(*) FROM
//     `account` WHERE `note` IS NULL counts them) [copy-fails]
// Step 4: shop.account
//   May fail: account.note is NOT NULL and has no default: an INSERT without a value for it stores 0, an empty
//     text or the like in a new row [not-null-without-default]
/** Rebuild. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:348e414482718c8c",
        upgrade = {"""
            -- rebuild: account column note: Can not change from nullable to non-nullable
            -- note: stop all writers of account until it is replaced, or run this with --rebuild-swap-mode fence or swap
            CREATE TABLE `account__cairn_new` (
              `id` bigint(20) NOT NULL,
              `note` varchar(65533) NOT NULL
            )
            PRIMARY KEY(`id`)
            DISTRIBUTED BY HASH(`id`)
            """, """
            -- grants: from account to account__cairn_new
            """, """
            INSERT INTO `account__cairn_new` (`id`, `note`)
            SELECT `id`, `note`
            FROM `account`
            """, """
            ALTER TABLE `account` SWAP WITH `account__cairn_new`
            """, """
            DROP TABLE `account__cairn_new`
            """},
        downgrade = {"""
            ALTER TABLE `account` MODIFY COLUMN `note` varchar(65533) NULL
            """})
interface V0002Rebuild {}
