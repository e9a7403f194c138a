package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the aggregate function of a column in a table with an {@link AggregateKey}. The function merges the values
 * of rows that have the same key.
 *
 * <pre>{@code
 * @Aggregate(SUM) long views
 * }</pre>
 *
 * <pre>
 * `views` bigint(20) SUM NOT NULL
 * </pre>
 *
 * Each column outside the key needs this annotation, unless it is a column with {@link StateOf}. A column of the key
 * must not have it. In a table without a key annotation, all columns without an aggregate function become the key,
 * which causes a warning. In a table with another key, the annotation is an error, except for {@link Function#REPLACE},
 * which has no effect and causes a warning.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Aggregate {
    /** The aggregate function, which must accept the type of the column. */
    Function value();

    /** The function that merges the values of an {@link Aggregate} column when rows have the same key. */
    enum Function {
        /**
         * The sum; for {@code int}, {@code long}, {@code BigInteger}, {@code float}, {@code double} and
         * {@code BigDecimal}.
         */
        SUM,
        /** The smallest value; for numbers, dates and strings. */
        MIN,
        /** The largest value; for numbers, dates and strings. */
        MAX,
        /** The last value that was written; for all types. */
        REPLACE,
        /** The last value that was written and is not NULL; for all types but {@code Hll} and {@code Percentile}. */
        REPLACE_IF_NOT_NULL,
        /** The union of the HLL sketches; for {@code Hll}. */
        HLL_UNION,
        /** The union of the sets of numbers; for {@code Bitmap}. */
        BITMAP_UNION,
        /** The union of the percentile sketches; for {@code Percentile}. */
        PERCENTILE_UNION
    }
}
