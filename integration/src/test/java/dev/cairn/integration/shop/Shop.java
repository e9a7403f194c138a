package dev.cairn.integration.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

@Schema(
        name = "shop",
        server = "3.5",
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Customer.class, Purchase.class, PageView.class, Setting.class, ActiveCustomer.class, DailySales.class})
public interface Shop {}
