package dev.cairn.integration.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** The schema of the shop, whose whole history a frontend alone can run. */
@Schema(
        name = "shop",
        targets = {@Schema.Target(server = "3.5"), @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA)
        },
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Customer.class, Purchase.class, PageView.class, Setting.class, ActiveCustomer.class, DailySales.class})
public interface Shop {}
