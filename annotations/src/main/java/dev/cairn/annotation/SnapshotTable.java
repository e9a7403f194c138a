package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A table that is filled from a query, and refreshed by INSERT OVERWRITE: readers see the old rows or the new ones, never
 * none. Keys, partitions, distribution and properties are those of a {@link Table}.
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
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface SnapshotTable {
    /** The table's name; the record's in snake case where nothing is said. */
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
