package dev.cairn.annotation;

/**
 * How the values of one key become one.
 */
public enum AggregateFunction {
    /** The sum. */
    SUM,
    /** The least. */
    MIN,
    /** The greatest. */
    MAX,
    /** The last. */
    REPLACE,
    /** The last that is not NULL. */
    REPLACE_IF_NOT_NULL,
    /** All that were counted, of a {@code Hll}. */
    HLL_UNION,
    /** All numbers, of a {@code Bitmap}. */
    BITMAP_UNION,
    /** All values, of a {@code Percentile}. */
    PERCENTILE_UNION
}
