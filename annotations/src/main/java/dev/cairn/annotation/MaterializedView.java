package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A materialized view; each component of the record is a column of its query.
 *
 * <pre>{@code
 * @MaterializedView(query = "SELECT day, sum(price) AS total FROM orders GROUP BY day")
 * @Refresh(mode = ASYNC, every = "1 DAY")
 * @DistributedByHash(value = "day", buckets = 8)
 * public record DailySales(LocalDate day, @Decimal(precision = 38, scale = 2) BigDecimal total) {}
 * }</pre>
 *
 * <pre>
 * CREATE MATERIALIZED VIEW `daily_sales`
 * DISTRIBUTED BY HASH(`day`) BUCKETS 8
 * REFRESH ASYNC EVERY(INTERVAL 1 DAY)
 * AS SELECT day, sum(price) AS total FROM orders GROUP BY day
 * </pre>
 *
 * Without {@link Refresh} and without a distribution it is a synchronous one, as in SQL: a rollup of its table, kept by
 * each load.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface MaterializedView {
    /** The view's name; the record's in snake case where nothing is said. */
    String name() default "";

    /** A database of the same cluster; the one that the connection has selected where nothing is said. */
    String database() default "";

    /** {@code COMMENT "…"}. */
    String comment() default "";

    /** The SELECT. */
    String query();

    /** How the components find their columns in the query. */
    ColumnMatch columns() default ColumnMatch.BY_NAME;
}
