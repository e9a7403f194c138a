package dev.cairn.annotation;

/**
 * What a server refuses until its configuration allows it.
 */
public enum Experimental {
    /** {@code enable_experimental_gin}: indexes of the kind {@link IndexKind#GIN}. */
    GIN,
    /** {@code enable_experimental_vector}: indexes of the kind {@link IndexKind#VECTOR}. */
    VECTOR,
    /** {@code enable_experimental_rowstore}: tables with {@code "store_type" = "column_with_row"}. */
    ROW_STORE
}
