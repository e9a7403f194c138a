package dev.cairn.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A declared partition, in {@link PartitionByRange}, {@link PartitionByList} or {@link PartitionBy}: a name and values, or
 * a batch of them.
 */
@Target({})
@Retention(RetentionPolicy.CLASS)
public @interface Partition {
    /** The partition's name. */
    String name() default "";

    /** What stands behind VALUES: {@code LESS THAN ('10')}, {@code [('1'), ('10'))}, {@code IN ('a', 'b')}. */
    String values() default "";

    /** Many at once, instead of a name and values: {@code START ('1') END ('9') EVERY (1)}. */
    String batch() default "";

    /** {@code ("storage_medium" = "SSD")} and the like. */
    Property[] properties() default {};
}
