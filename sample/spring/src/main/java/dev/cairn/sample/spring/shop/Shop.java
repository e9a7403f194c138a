package dev.cairn.sample.spring.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** The orders of a shop, for analytics. */
@Schema(
        name = "shop",
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {CitySales.class, Order.class})
public interface Shop {}
