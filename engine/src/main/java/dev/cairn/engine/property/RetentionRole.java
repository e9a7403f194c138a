package dev.cairn.engine.property;

/**
 * How the value of a property limits the partitions that the server keeps. A scheduler of the server deletes the
 * others, with their rows.
 *
 * <p>One scheduler reads {@link #CONDITION}, {@link #AGE} and {@link #COUNT}: the first of them that an object has, and
 * no other. Another one reads the properties of dynamic partitioning.
 */
public enum RetentionForm {
    /** The condition that the kept partitions satisfy. */
    CONDITION,
    /** The duration for which partitions are kept. */
    AGE,
    /** The number of newest partitions that are kept. */
    COUNT,
    /** The number of past periods that dynamic partitioning keeps, as a negative number. */
    PERIOD_COUNT,
    /** The switch of dynamic partitioning. */
    SWITCH,
    /** A part of the definition of the periods of dynamic partitioning. */
    PERIOD_DEFINITION
}
