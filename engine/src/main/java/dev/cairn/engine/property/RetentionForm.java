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
    /** The age up to which partitions are kept, a duration. */
    AGE,
    /** The number of partitions that are kept, the newest. */
    COUNT,
    /** The number of periods of dynamic partitioning before the present one, negative. */
    PERIOD_COUNT,
    /** The switch of dynamic partitioning. */
    SWITCH,
    /** A part of the definition of the periods of dynamic partitioning. */
    PERIOD_DEFINITION
}
