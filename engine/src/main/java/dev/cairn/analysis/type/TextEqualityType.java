package dev.cairn.analysis.type;

/** The type in which equality compares a text with an exact number; the session variable {@code cbo_eq_base_type}. */
public enum TextEqualityType {
    /** The type of the number if it is a decimal, else a decimal that is wide enough for all integers. */
    DECIMAL,
    DOUBLE,
    VARCHAR
}
