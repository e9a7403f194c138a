package dev.cairn.sample.shop;

import static dev.cairn.annotation.access.Privilege.SELECT;

import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.Role;

/** A role that reads sales and products, but no accounts. */
@Role(name = "cairn_sample_analyst", comment = "Reads sales and products")
@Grant(
        value = SELECT,
        on = {DailySales.class, Order.class, PageView.class, Product.class, ProductStatistics.class})
public interface Analyst {}
