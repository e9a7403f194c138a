package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * By listed values of columns. What no partition lists can't be stored; with {@link PartitionBy} the server makes a partition
 * for each value as rows come.
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
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PartitionByList {
    /** Columns. */
    String[] value();

    /** In any order. */
    Partition[] partitions() default {};
}
