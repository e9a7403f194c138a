package dev.cairn.sample.spring.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.sample.spring.shop.Shop;

/** Large orders. */
@Migration(
        schema = Shop.class,
        number = 2,
        after = "h1:a3909fe000034f64f35ea0ac230b1f1f0cdfe14c9a3c1f8976b06c6ebdf1afcc",
        records = "r1:27db30e7623bb5a2",
        upgrade = {"""
            ALTER TABLE `orders` MODIFY COLUMN `pieces` int(11) NOT NULL
            """},
        downgrade = {"""
            -- keeps: orders.pieces as int(11)
            """})
interface V0002LargeOrders {}
