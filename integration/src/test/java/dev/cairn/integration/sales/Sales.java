package dev.cairn.integration.sales;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.RunMode;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.ServerTarget;

/** The newest version of it. */
@Schema(
        name = "sales",
        targets = {@ServerTarget(server = "3.5"), @ServerTarget(server = "3.5", runMode = RunMode.SHARED_DATA)},
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Account.class, ProductSales.class, Sale.class, Turnover.class})
public interface Sales {}
