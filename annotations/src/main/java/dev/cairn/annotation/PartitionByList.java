package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares partitioning by lists of values of columns. A row that fits no declared partition can't be stored; with
 * {@link PartitionBy}, the server creates a partition for each value as rows arrive.
 *
 * <pre>{@code
 * @PartitionByList(value = "city", partitions = {
 *     @Partition(name = "north", values = "IN ('Oslo', 'Bergen')"),
 *     @Partition(name = "south", values = "IN ('Rome')")
 * })
 * }</pre>
 *
 * <pre>
 * PARTITION BY LIST(`city`)(
 *   PARTITION north VALUES IN ('Oslo', 'Bergen'),
 *   PARTITION south VALUES IN ('Rome')
 * )
 * </pre>
 *
 * In a table with an {@link AggregateKey}, a {@link UniqueKey} or a {@link PrimaryKey}, the columns must be columns of
 * the key. A table has at most one partitioning annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PartitionByList {
    /** The columns by their SQL names. */
    String[] value();

    /** Declares the partitions, in any order. Default: none. */
    Partition[] partitions() default {};
}
