package dev.cairn.integration.shop.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.shop.Shop;

/** Clients are customers. */
@Migration(
        schema = Shop.class,
        number = 3,
        after = "h1:6cc9e41bd88106c50a349f29ed39a3a7b2851bb996d494ac1b1786f50874f0b5",
        records = "r1:ecbf21ec2d65c45d",
        upgrade = {"""
            ALTER TABLE `client` RENAME `customer`
            """, """
            ALTER TABLE `customer` RENAME COLUMN `mail` TO `email`
            """, """
            CREATE VIEW `active_customer` (`id`, `name`) AS SELECT id, name FROM customer WHERE active
            """, """
            -- grants: from active_client to active_customer
            """, """
            DROP VIEW `active_client`
            """},
        downgrade = {"""
            ALTER TABLE `customer` RENAME `client`
            """, """
            ALTER TABLE `client` RENAME COLUMN `email` TO `mail`
            """, """
            CREATE VIEW `active_client` (`id`, `name`) AS SELECT id, name FROM client WHERE active
            """, """
            -- grants: from active_customer to active_client
            """, """
            DROP VIEW `active_customer`
            """})
interface V0003ClientsAreCustomers {}
