package shop;

import static dev.cairn.annotation.Schema.Experimental.GIN;
import static dev.cairn.annotation.Schema.Experimental.ROW_STORE;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

@Schema(
        name = "sales",
        server = "4.0",
        runMode = Schema.RunMode.SHARED_DATA,
        experimental = {GIN, ROW_STORE},
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {Order.class, DailySales.class, CityTotal.class, CityOrders.class, Customer.class, Region.class})
interface Shop {}
