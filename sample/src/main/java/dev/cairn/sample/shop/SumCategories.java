package dev.cairn.sample.shop;

import dev.cairn.annotation.cluster.Task;

/**
 * Adds up yesterday's orders by category, each night. The key of the table makes a repeated run write the same rows
 * again.
 */
@Task(name = "cairn_sample_sum_categories", start = "2026-01-01 03:00:00", every = "1 DAY", statement = """
        INSERT INTO category_revenue
        SELECT o.order_date, p.category, sum(o.amount)
        FROM orders o JOIN product p ON p.id = o.product_id
        WHERE p.category IS NOT NULL AND o.order_date = date_sub(current_date(), INTERVAL 1 DAY)
        GROUP BY o.order_date, p.category""")
public interface SumCategories {}
