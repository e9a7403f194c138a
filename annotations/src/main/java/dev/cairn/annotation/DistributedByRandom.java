package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that rows are distributed over the buckets of a partition at random. Only DUPLICATE KEY tables and
 * materialized views allow it.
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
    /** The number of buckets. Default: 0, which means that the server chooses the number. */
    int buckets() default 0;

    /**
     * A placeholder for the number of buckets, <code>${buckets:8}</code>, which is resolved when a migration runs.
     * Excludes {@link #buckets}. Default: none.
     */
    String bucketsFrom() default "";
}
