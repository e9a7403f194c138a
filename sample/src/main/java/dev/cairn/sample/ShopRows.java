package dev.cairn.sample;

import static dev.cairn.sample.shop.AccountTable.ACCOUNT;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.PageViewTable.PAGE_VIEW;
import static dev.cairn.sample.shop.ProductTable.PRODUCT;

import dev.cairn.data.Database;
import dev.cairn.sample.shop.Account;
import dev.cairn.sample.shop.Order;
import dev.cairn.sample.shop.PageView;
import dev.cairn.sample.shop.Product;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The rows that the sample inserts. */
final class ShopRows {
    static final List<Account> ACCOUNTS = List.of(
            new Account(1, "Ada", "London", true),
            new Account(2, "Grace", "New York", true),
            new Account(3, "Edsger", "Rotterdam", true),
            new Account(4, "Alan", "Manchester", false));

    static final List<Product> PRODUCTS = List.of(
            createProduct(1, "The Art of Tables", "39.90", "books"),
            createProduct(2, "Views, Materialized", "24.50", "books"),
            createProduct(3, "Mug with a star", "9.00", "kitchen"),
            createProduct(4, "Stone for a cairn", "2.75", "garden"));

    static final List<Order> ORDERS = createOrders();

    /** Several rows of one product and day, which the table merges into one that counts each visitor once. */
    static final List<PageView> PAGE_VIEWS = List.of(
            createPageView(1, "2026-01-15", 3, Bitmap.of(1, 2), Hll.of("a", "b")),
            createPageView(1, "2026-01-15", 2, Bitmap.of(2, 3), Hll.of("b", "c")),
            createPageView(1, "2026-02-03", 1, Bitmap.of(1), Hll.of("a")),
            createPageView(2, "2026-01-15", 4, Bitmap.of(1), Hll.of("a", "d")),
            createPageView(3, "2026-01-16", 7, Bitmap.of(1, 2, 3), Hll.of("a", "b", "c", "e")),
            createPageView(3, "2026-01-16", 1, Bitmap.of(4), Hll.of("f")));

    private ShopRows() {}

    static void insertInto(Database database) {
        database.insert(ACCOUNT, ACCOUNTS);
        database.insert(PRODUCT, PRODUCTS);
        database.insert(ORDER, ORDERS);
        database.insert(PAGE_VIEW, PAGE_VIEWS);
    }

    private static List<Order> createOrders() {
        List<Order> orders = new ArrayList<>();
        orders.add(createOrder(1, "2026-01-15", 1, 1, 1, "39.90"));
        orders.add(createOrder(2, "2026-01-15", 2, 3, 2, "18.00"));
        orders.add(createOrder(3, "2026-01-16", 3, 3, 1, "9.00"));
        orders.add(createOrder(4, "2026-01-16", 1, 2, 1, "24.50"));
        orders.add(createOrder(5, "2026-02-03", 2, 1, 1, "39.90"));
        orders.add(createOrder(6, "2026-02-03", 2, 2, 2, "49.00"));
        return List.copyOf(orders);
    }

    private static Product createProduct(int id, String name, String price, String category) {
        return new Product(id, name, new BigDecimal(price), category);
    }

    private static Order createOrder(long id, String day, long account, int product, int quantity, String amount) {
        return new Order(LocalDate.parse(day), id, account, product, quantity, new BigDecimal(amount));
    }

    private static PageView createPageView(int product, String day, long views, Bitmap visitors, Hll browsers) {
        return new PageView(product, LocalDate.parse(day), views, visitors, browsers);
    }
}
