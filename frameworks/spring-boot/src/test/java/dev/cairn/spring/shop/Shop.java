package dev.cairn.spring.shop;

import dev.cairn.annotation.Schema;

/** The schema of the tests. */
@Schema(
        name = "shop",
        value = {CityTotal.class, Order.class})
public interface Shop {}
