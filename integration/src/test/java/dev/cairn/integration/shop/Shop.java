package dev.cairn.integration.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.RunMode;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.ServerTarget;

@Schema(
        name = "shop",
        targets = {@ServerTarget(server = "3.5"), @ServerTarget(server = "3.5", runMode = RunMode.SHARED_DATA)},
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Customer.class, Purchase.class, PageView.class, Setting.class, ActiveCustomer.class, DailySales.class})
public interface Shop {}
