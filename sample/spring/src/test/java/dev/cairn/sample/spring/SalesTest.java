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

/** Tests the queries in a slice of the application, without a web server and without the other database. */
@CairnTest
class SalesTest {
    private static final Order SMALL_ORDER = new Order(1, 1, "Oslo", new BigDecimal("2.00"), 1);
    private static final Order LARGE_ORDER = new Order(2, 2, "Rome", new BigDecimal("30.00"), 5);
    private static final Order LATER_ORDER = new Order(3, 1, "Oslo", new BigDecimal("3.50"), 1);

    @Autowired
    private Database database;

    @Autowired
    private Sales sales;

    @Test
    void latestOrdersAreThoseOfTheCustomer() {
        database.insert(ORDER, List.of(SMALL_ORDER, LARGE_ORDER, LATER_ORDER));
        assertThat(sales.latestOrders(1)).containsExactly(LATER_ORDER, SMALL_ORDER);
    }

    @Test
    void theBestCityIsTheFirst() {
        database.insert(ORDER, List.of(SMALL_ORDER, LARGE_ORDER, LATER_ORDER));
        database.refresh(CITY_SALES).await();
        assertThat(sales.bestCities(10))
                .containsExactly(
                        new CitySales("Rome", 1, new BigDecimal("30.00")),
                        new CitySales("Oslo", 2, new BigDecimal("5.50")));
    }
}
