package dev.cairn.spring.test.application;

import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes a row when the application starts. */
@Configuration
class ShopConfiguration {
    @Bean
    ApplicationRunner seed(Orders orders) {
        return arguments -> orders.add(1, "Oslo", BigDecimal.ONE);
    }
}
