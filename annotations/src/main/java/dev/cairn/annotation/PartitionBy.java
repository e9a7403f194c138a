package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares automatic partitioning by columns or expressions: the server creates the partitions as rows arrive. Also
 * declares the partitioning of a materialized view.
 *
 * <pre>{@code
 * @PartitionBy("date_trunc('day', visited)")
 * @PartitionBy({"city", "day"})
 * }</pre>
 *
 * <pre>
 * PARTITION BY date_trunc('day', visited)
 * PARTITION BY (`city`,`day`)
 * </pre>
 *
 * In a table with an {@link AggregateKey}, a {@link UniqueKey} or a {@link PrimaryKey}, the columns must be columns of
 * the key. A table has at most one partitioning annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PartitionBy {
    /**
     * The columns by their SQL names, or expressions over one column each. In a table, one {@code date_trunc} or
     * {@code time_slice} expression makes partitions by range, and in parentheses,
     * {@code "(date_trunc('day', visited))"}, by list.
     */
    String[] value();

    /**
     * Declares partitions that exist before the first row arrives. Allowed only if the table is partitioned by one
     * {@code date_trunc} expression; each element is then a {@link Partition#batch} with the unit of the expression.
     * Changes of this attribute are not planned for a table that exists. Default: none.
     */
    Partition[] partitions() default {};
}
