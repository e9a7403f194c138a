package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Rows go to any bucket of a partition; only for tables with a duplicate key, and materialized views.
 *
 * <pre>{@code
 * @DistributedByRandom(buckets = 8)
 * }</pre>
 *
 * <pre>
 * DISTRIBUTED BY RANDOM BUCKETS 8
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface DistributedByRandom {
    /** How many buckets; the server decides where nothing is said. */
    int buckets() default 0;

    /** A placeholder for the number of buckets, instead of a number: <code>${buckets:8}</code>. */
    String bucketsFrom() default "";
}
