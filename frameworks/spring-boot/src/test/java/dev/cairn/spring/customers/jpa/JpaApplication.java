package dev.cairn.spring.customers.jpa;

import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** An application whose customers are entities of JPA in a relational database, and whose orders are in StarRocks. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class JpaApplication {
    /** Adds an order for each customer. */
    @Bean
    ApplicationRunner addOrders(Customers customers, Orders orders) {
        return arguments ->
                customers.findAll().forEach(customer -> orders.add(customer.id, customer.city, BigDecimal.TEN));
    }

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(JpaApplication.class).run(arguments);
    }
}
