package dev.cairn.annotation;

/** The kind of an {@link Index}. */
public enum IndexKind {
    /** {@code USING BITMAP}: for booleans, integers, decimals, dates and texts. */
    BITMAP,
    /** {@code USING NGRAMBF}: a bloom filter of the n-grams of a text. */
    NGRAMBF,
    /**
     * {@code USING GIN}: an inverted index of the words of a text. Requires {@link Experimental#GIN}, and a DUPLICATE
     * KEY table or, since server version 4.0, a PRIMARY KEY table.
     */
    GIN,
    /** {@code USING VECTOR}: finds the nearest vectors. Requires {@link Experimental#VECTOR}. */
    VECTOR
}
