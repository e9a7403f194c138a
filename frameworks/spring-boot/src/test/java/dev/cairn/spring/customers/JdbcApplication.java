package dev.cairn.spring.customers;

import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application whose customers are in a relational database, and whose orders are in StarRocks. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class JdbcApplication {
    /** Reads the relational database while beans are created; its initialization must have finished by then. */
    @Bean
    List<String> cities(JdbcTemplate relational) {
        return relational.queryForList("SELECT city FROM customer ORDER BY id", String.class);
    }

    /** Adds an order for each customer. */
    @Bean
    ApplicationRunner addOrders(List<String> cities, Orders orders) {
        return arguments -> cities.forEach(city -> orders.add(city.length(), city, BigDecimal.TEN));
    }

    /** Two relational databases, which the application configures itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("shop.two-databases")
    static class TwoDatabases {
        @Bean
        @Primary
        DataSource customers() {
            return DataSourceBuilder.create().url("jdbc:h2:mem:customers").build();
        }

        @Bean
        DataSource archive() {
            return DataSourceBuilder.create().url("jdbc:h2:mem:archive").build();
        }
    }

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(JdbcApplication.class).run(arguments);
    }
}
