package dev.cairn.integration.sales;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** The newest version of it. */
@Schema(
        name = "sales",
        server = "3.5",
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Account.class, ProductSales.class, Sale.class, Turnover.class})
public interface Sales {}
