package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that rows are distributed over the buckets of a partition by a hash of columns.
 *
 * <pre>{@code
 * @DistributedByHash(value = {"id", "city"}, buckets = 8)
 * }</pre>
 *
 * <pre>
 * DISTRIBUTED BY HASH(`id`, `city`) BUCKETS 8
 * </pre>
 *
 * A table with an {@link AggregateKey} or a {@link UniqueKey} requires this annotation. In these tables, and in a table
 * with a {@link PrimaryKey}, the columns must be columns of the key. In other tables, their types must be allowed in a
 * key.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface DistributedByHash {
    /** The distribution columns by their SQL names. */
    String[] value();

    /** The number of buckets. Default: 0, which means that the server chooses the number. */
    int buckets() default 0;

    /**
     * A placeholder for the number of buckets, <code>${buckets:8}</code>, which is resolved when a migration runs.
     * Excludes {@link #buckets}. Default: none.
     */
    String bucketsFrom() default "";
}
