package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Step 1: shop.account
//   Data: the statement drops account.note [drops-data]
//   Breaks: statements that name shop.account.note
/** Destructive. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:d267ae0873c957a0",
        upgrade = {"""
            -- destructive: drops account.note
            ALTER TABLE `account` DROP COLUMN `note`
            """},
        downgrade = {"""
            ALTER TABLE `account` ADD COLUMN `note` varchar(65533) NULL
            """},
        irreversible = "drops account.note")
interface V0002Destructive {}
