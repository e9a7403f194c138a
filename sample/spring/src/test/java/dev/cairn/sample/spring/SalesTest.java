package dev.cairn.sample.spring;

import static dev.cairn.sample.spring.shop.CitySalesMv.CITY_SALES;
import static dev.cairn.sample.spring.shop.OrderTable.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.Database;
import dev.cairn.sample.spring.shop.CitySales;
import dev.cairn.sample.spring.shop.Order;
import dev.cairn.spring.test.CairnTest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The queries, in a slice of the application without web server and without the other database. */
@CairnTest
class SalesTest {
    private static final Order SMALL = new Order(1, 1, "Oslo", new BigDecimal("2.00"), 1);
    private static final Order LARGE = new Order(2, 2, "Rome", new BigDecimal("30.00"), 5);
    private static final Order LATER = new Order(3, 1, "Oslo", new BigDecimal("3.50"), 1);

    @Autowired
    private Database database;

    @Autowired
    private Sales sales;

    @Test
    void latestOrdersAreThoseOfTheCustomer() {
        database.insert(ORDER, List.of(SMALL, LARGE, LATER));
        assertThat(sales.latestOrders(1)).containsExactly(LATER, SMALL);
    }

    @Test
    void theBestCityIsTheFirst() {
        database.insert(ORDER, List.of(SMALL, LARGE, LATER));
        database.refresh(CITY_SALES).await();
        assertThat(sales.bestCities(10))
                .containsExactly(
                        new CitySales("Rome", 1, new BigDecimal("30.00")),
                        new CitySales("Oslo", 2, new BigDecimal("5.50")));
    }
}
