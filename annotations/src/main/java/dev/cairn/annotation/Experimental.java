package dev.cairn.annotation;

/**
 * A feature that a server rejects unless its configuration enables it. {@link Schema#experimental} declares the enabled
 * ones.
 */
public enum Experimental {
    /** Indexes of the kind {@link IndexKind#GIN}; enabled by {@code enable_experimental_gin}. */
    GIN,
    /** Indexes of the kind {@link IndexKind#VECTOR}; enabled by {@code enable_experimental_vector}. */
    VECTOR,
    /** Tables with {@code "store_type" = "column_with_row"}; enabled by {@code enable_experimental_rowstore}. */
    ROW_STORE
}
