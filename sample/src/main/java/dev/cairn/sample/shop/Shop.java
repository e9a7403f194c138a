package dev.cairn.sample.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** A shop: who buys what, and what is looked at. One machine keeps one copy of a row; a cluster says how many it wants. */
@Schema(
        name = "shop",
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {
            Account.class,
            ActiveAccount.class,
            DailySales.class,
            Leader.class,
            Order.class,
            PageView.class,
            Product.class,
            ProductStatistics.class
        })
public interface Shop {}
