package dev.cairn.spring.shop;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import java.math.BigDecimal;
import java.util.List;

/** The queries of the tests. */
@Queries(Shop.class)
public interface Orders {
    @Query("SELECT city FROM orders ORDER BY id LIMIT 100")
    List<String> cities();

    @Execute("INSERT INTO orders (id, city, amount) VALUES (:id, :city, :amount)")
    void add(long id, String city, BigDecimal amount);
}
