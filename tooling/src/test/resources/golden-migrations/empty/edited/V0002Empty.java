package shop.migrations;

import dev.cairn.annotation.Migration;
import shop.Shop;

/** Empty. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:634c143522fb3bc4249be88cb9da97f4efe6402b104bc692b795f1b92aa68467",
        records = "r1:0c7f148bcd95c049",
        upgrade = {"DELETE FROM `account` WHERE `note` = \"\""},
        irreversible = "empty notes are gone")
interface V0002Empty {}
