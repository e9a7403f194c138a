package dev.cairn.sample;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.sample.shop.Leader;
import dev.cairn.sample.shop.Office;
import dev.cairn.sample.shop.ProductStatistics;
import dev.cairn.sample.shop.Shop;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements of the shop. The compiler checks each statement against the records, and against what the role may
 * do. It would warn that reports read all partitions and sort all of their rows; the shop is small enough for that.
 */
@Allow({"all-partitions", "unlimited-order"})
@Queries(value = Shop.class, role = Office.class)
interface Reports {
    /** How often the page of a product was viewed, by how many accounts and in how many browsers. */
    record ProductViews(int productId, long views, long visitors, long browsers) {}

    @Query("""
        SELECT product_id, sum(views) AS views,
            bitmap_union_count(visitors) AS visitors, hll_union_agg(browsers) AS browsers
        FROM page_view
        GROUP BY product_id
        ORDER BY product_id""")
    List<ProductViews> productViews();

    record CategorySales(String category, long orders, BigDecimal revenue) {}

    /**
     * The sales of each category that has any.
     *
     * @param from the first day; null for all days
     * @param categories null for all categories
     */
    @Query("""
        SELECT p.category, count(*) AS orders, sum(o.amount) AS revenue
        FROM orders o JOIN product p ON p.id = o.product_id
        WHERE p.category IS NOT NULL
            /*? AND o.order_date >= :from */
            /*? AND p.category IN (:categories) */
        GROUP BY p.category
        ORDER BY revenue DESC""")
    List<CategorySales> categorySales(@Nullable LocalDate from, @Nullable List<String> categories);

    @Query("""
        SELECT date_format(order_date, '%Y-%m') AS month, count(*) AS orders
        FROM orders
        GROUP BY 1
        ORDER BY 1""")
    Map<String, Long> ordersPerMonth();

    @Query("SELECT * FROM leaderboard ORDER BY spent DESC, name LIMIT :limit")
    List<Leader> leaders(int limit);

    @Query("SELECT * FROM product_statistics ORDER BY product_id")
    List<ProductStatistics> productStatistics();

    @Query("SELECT max(order_date) FROM orders WHERE account_id = :account")
    Optional<LocalDate> lastOrder(long account);

    @Query("SELECT count(*) FROM orders")
    long orders();

    /** Deactivates the accounts that have ordered nothing since a day; returns their number. */
    @Execute("""
        UPDATE account SET active = FALSE
        WHERE active AND id NOT IN (SELECT account_id FROM orders WHERE order_date >= :since)""")
    int deactivateIdleAccounts(LocalDate since);
}
