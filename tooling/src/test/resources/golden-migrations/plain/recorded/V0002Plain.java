package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Plain. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:0fc3a2747f9659d8",
        upgrade = {"""
            ALTER TABLE `account`
              ADD COLUMN `region` varchar(20) NULL,
              ADD COLUMN `points` int(11) NULL
            """},
        downgrade = {"""
            ALTER TABLE `account`
              DROP COLUMN `region`,
              DROP COLUMN `points`
            """})
interface V0002Plain {}
