package dev.cairn.spring.test.application;

import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** A component of the application, which a slice does not contain. */
@Component
public record OrderService(Orders orders) {
    void order(long id, String city) {
        orders.add(id, city, BigDecimal.TEN);
    }
}
