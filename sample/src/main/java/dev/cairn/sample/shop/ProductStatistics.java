package dev.cairn.sample.shop;

import static dev.cairn.annotation.Refresh.Mode.MANUAL;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The page views and sales of a product. The application refreshes this view for each request. Products without page
 * views or sales have NULL values.
 */
@MaterializedView(comment = "How each product does", query = """
    SELECT p.id AS product_id, p.name, looked.views, looked.visitors, bought.sold, bought.revenue
    FROM product p
    LEFT JOIN (
        SELECT product_id, sum(views) AS views, bitmap_union_count(visitors) AS visitors
        FROM page_view GROUP BY product_id
    ) looked ON looked.product_id = p.id
    LEFT JOIN (
        SELECT product_id, sum(quantity) AS sold, sum(amount) AS revenue
        FROM orders GROUP BY product_id
    ) bought ON bought.product_id = p.id\
    """)
@DistributedByHash(value = "product_id", buckets = 2)
@Refresh(mode = MANUAL)
public record ProductStatistics(
        int productId,
        String name,
        @Nullable Long views,
        @Nullable Long visitors,
        @Nullable Long sold,
        @Nullable @Decimal(precision = 38, scale = 2) BigDecimal revenue) {}
