package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a materialized view. Each component of the record is a column of its query.
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
 * Without {@link Refresh} and without a distribution, the view is a synchronous materialized view, as in SQL: a rollup
 * of its table, which each load updates.
 *
 * <p>The query determines the types. A plain {@code String} or {@code BigDecimal} takes the size that the query gives;
 * a declared size, as in {@link Varchar} or {@link Decimal}, must be large enough for it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface MaterializedView {
    /** The name of the view. Default: the record's name in snake case: {@code PageView} is {@code page_view}. */
    String name() default "";

    /**
     * The database of the view, which must belong to the same cluster. Default: the database that the connection has
     * selected.
     */
    String database() default "";

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";

    /** The query as SQL. Cairn validates it against the tables and views of the schema. */
    @Sql
    String query();

    /** How the components are matched to the columns of the query. Default: {@code BY_NAME}. */
    ColumnMatch columns() default ColumnMatch.BY_NAME;
}
