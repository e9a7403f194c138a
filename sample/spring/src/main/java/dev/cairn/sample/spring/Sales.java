package dev.cairn.sample.spring;

import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.sample.spring.shop.CitySales;
import dev.cairn.sample.spring.shop.Order;
import dev.cairn.sample.spring.shop.Shop;
import java.util.List;

/**
 * The queries on StarRocks. The compiler checks them against the records, and the starter creates a bean of this type.
 */
@Queries(Shop.class)
interface Sales {
    @Query("SELECT * FROM city_sales ORDER BY amount DESC, city LIMIT :limit")
    List<CitySales> bestCities(int limit);

    @Query("SELECT * FROM orders WHERE customer_id = :customer ORDER BY id DESC LIMIT 100")
    List<Order> latestOrders(long customer);
}
