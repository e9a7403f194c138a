package dev.cairn.sample.shop;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;

/**
 * The schema of a shop: accounts, products, orders and page views, two roles, a resource group and a task. Tables have
 * one replica unless a placeholder sets more.
 */
@Schema(
        name = "shop",
        properties = @Property(name = "replication_num", value = "${replication_num:1}"),
        value = {
            Account.class,
            ActiveAccount.class,
            CategoryRevenue.class,
            DailySales.class,
            Leader.class,
            Order.class,
            PageView.class,
            Product.class,
            ProductStatistics.class
        },
        roles = {Analyst.class, Office.class},
        cluster = {AnalystQueries.class, SumCategories.class})
public interface Shop {}
