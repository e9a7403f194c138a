package dev.cairn.sample.spring;

import static dev.cairn.sample.spring.shop.OrderTable.ORDER;

import dev.cairn.data.Database;
import dev.cairn.sample.spring.shop.CitySales;
import dev.cairn.sample.spring.shop.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Handles the requests of the shop, which use both databases. */
@RestController
class ShopController {
    private final Customers customers;
    private final Database database;
    private final Sales sales;
    private final RefreshTimes refreshTimes;

    ShopController(Customers customers, Database database, Sales sales, RefreshTimes refreshTimes) {
        this.customers = customers;
        this.database = database;
        this.sales = sales;
        this.refreshTimes = refreshTimes;
    }

    /** An order as a client sends it. */
    record NewOrder(long customer, BigDecimal amount, int pieces) {}

    @GetMapping("/customers")
    List<Customer> customers() {
        return customers.findAll();
    }

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order addOrder(@RequestBody NewOrder newOrder) {
        Customer customer = customers
                .find(newOrder.customer())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such customer"));
        Order order = new Order(
                customers.nextOrderId(), customer.id(), customer.city(), newOrder.amount(), newOrder.pieces());
        database.insert(ORDER, order);
        return order;
    }

    @GetMapping("/customers/{id}/orders")
    List<Order> orders(@PathVariable("id") long customerId) {
        return sales.latestOrders(customerId);
    }

    @GetMapping("/sales")
    List<CitySales> sales() {
        return sales.bestCities(10);
    }

    @GetMapping("/refreshes")
    Map<String, Instant> refreshes() {
        return refreshTimes.lastRefreshTimes();
    }
}
