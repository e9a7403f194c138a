package dev.cairn.annotation;

/**
 * The kind of an {@link Index}.
 */
public enum IndexKind {
    /** {@code USING BITMAP}. */
    BITMAP,
    /** {@code USING NGRAMBF}: a bloom filter of parts of words. */
    NGRAMBF,
    /** {@code USING GIN}: words of a text. */
    GIN,
    /** {@code USING VECTOR}: nearest vectors. */
    VECTOR
}
