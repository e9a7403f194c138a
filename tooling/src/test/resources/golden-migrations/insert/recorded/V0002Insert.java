package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

// Metadata only: no rows are rewritten, nothing is lost, and nothing that reads the schema breaks.
/** Insert. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:8a1439f98f37937d",
        upgrade = {"""
            ALTER TABLE `account` ADD COLUMN `points` int(11) NULL
            """},
        downgrade = {"""
            ALTER TABLE `account` DROP COLUMN `points`
            """})
interface V0002Insert {}
