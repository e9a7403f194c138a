package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * By columns or expressions; the server makes the partitions as rows come.
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
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface PartitionBy {
    /** Columns, or expressions over one. */
    String[] value();

    /** Partitions that exist from the beginning, where there is one expression over a date. */
    Partition[] partitions() default {};
}
