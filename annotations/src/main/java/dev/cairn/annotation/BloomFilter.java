package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Columns with a bloom filter.
 *
 * <pre>{@code
 * @BloomFilter(value = {"id", "city"}, falsePositives = "0.03")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("bloom_filter_columns" = "id, city", "bloom_filter_fpp" = "0.03")
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface BloomFilter {
    /** Columns. */
    String[] value();

    /** The part of wrong answers, from 0.0001 to 0.05; the server decides where nothing is said. */
    String falsePositives() default "";
}
