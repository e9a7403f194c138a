package dev.cairn.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one partition or a batch of partitions, as an element of {@link PartitionByRange}, {@link PartitionByList}
 * or {@link PartitionBy}. Set either {@link #name} and {@link #values}, or {@link #batch}.
 */
@Target({})
@Retention(RetentionPolicy.CLASS)
public @interface Partition {
    /** The name of the partition, which must be unique in the table. Default: none. */
    String name() default "";

    /**
     * The values as SQL, as they follow the keyword VALUES: {@code LESS THAN ('10')}, {@code [('1'), ('10'))},
     * {@code IN ('a', 'b')}. Default: none.
     */
    String values() default "";

    /** A batch of partitions: {@code START ('1') END ('9') EVERY (1)}. Excludes all other attributes. Default: none. */
    String batch() default "";

    /** The properties of the partition, such as {@code "storage_medium" = "SSD"}. Default: none. */
    Property[] properties() default {};
}
