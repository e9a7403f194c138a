package dev.cairn.annotation;

/** The function that merges the values of an {@link Aggregate} column when rows have the same key. */
public enum AggregateFunction {
    /**
     * The sum; for {@code int}, {@code long}, {@code BigInteger}, {@code float}, {@code double} and {@code BigDecimal}.
     */
    SUM,
    /** The smallest value; for numbers, dates and texts. */
    MIN,
    /** The largest value; for numbers, dates and texts. */
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
