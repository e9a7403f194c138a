package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

/** Irreversible. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:8a1439f98f37937d",
        upgrade = {"""
            ALTER TABLE `account` ADD COLUMN `points` int(11) NULL
            """},
        downgrade = {},
        irreversible = "points are paid out")
interface V0002Irreversible {}
