package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a table that is filled from a query and refreshed by INSERT OVERWRITE: readers see either the old rows or
 * the new rows, never an empty table.
 *
 * <pre>{@code
 * @SnapshotTable(query = "SELECT city, count(*) AS orders FROM orders GROUP BY city")
 * @DistributedByHash("city")
 * public record CityOrders(@Varchar(80) String city, long orders) {}
 * }</pre>
 *
 * <pre>
 * CREATE TABLE `city_orders` (
 *   `city` varchar(80) NULL,
 *   `orders` bigint(20) NOT NULL
 * )
 * DISTRIBUTED BY HASH(`city`)
 *
 * INSERT OVERWRITE `city_orders` BY NAME SELECT city, count(*) AS orders FROM orders GROUP BY city
 * </pre>
 *
 * Keys, partitions, distribution and properties are declared as for a {@link Table}. The sizes of the columns do not
 * follow from the query: a plain {@code String} is a {@code varchar(65533)}, and a {@code BigDecimal} requires
 * {@link Decimal}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface SnapshotTable {
    /** The name of the table. Default: the record's name in snake case: {@code PageView} is {@code page_view}. */
    String name() default "";

    /**
     * The database of the table, which must belong to the same cluster. Default: the database that the connection has
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
