package dev.cairn.integration.sales;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/** The schema of the sales, whose migrations insert, update and copy rows. */
@Schema(
        name = "sales",
        targets = {@Schema.Target(server = "3.5"), @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA)
        },
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Account.class, ProductSales.class, Sale.class, Turnover.class})
public interface Sales {}
