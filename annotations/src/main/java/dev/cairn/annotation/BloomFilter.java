package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the columns that have a bloom filter.
 *
 * <pre>{@code
 * @BloomFilter(value = {"id", "city"}, falsePositives = "0.03")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("bloom_filter_columns" = "id, city", "bloom_filter_fpp" = "0.03")
 * </pre>
 *
 * A column can have any type that a key column can have, except {@code boolean}, {@code byte}, {@code BigDecimal} and
 * {@code byte[]}. In a table with an {@link AggregateKey} or a {@link UniqueKey}, only columns of the key can have a
 * bloom filter.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface BloomFilter {
    /** The columns by their SQL names. */
    String[] value();

    /** The rate of false positives, a fraction from 0.0001 to 0.05. Default: the server's default, 0.05. */
    String falsePositives() default "";
}
