package dev.cairn.engine.property;

/**
 * The role of a property in limiting the partitions that the server keeps. A scheduler of the server deletes all other
 * partitions, with their rows.
 *
 * <p>One scheduler reads the first property of an object that has the role {@link #CONDITION}, {@link #AGE} or {@link
 * #COUNT}, in this order. Another scheduler reads the properties of dynamic partitioning, which have the other roles.
 */
public enum RetentionRole {
    /** Sets the condition that kept partitions satisfy. */
    CONDITION,
    /** Sets the duration for which partitions are kept. */
    AGE,
    /** Sets how many partitions are kept: the newest ones. */
    COUNT,
    /** Sets how many past periods dynamic partitioning keeps, as a negative number. */
    PERIOD_COUNT,
    /** Switches dynamic partitioning on and off. */
    SWITCH,
    /** Defines, with other properties, where the periods of dynamic partitioning begin. */
    PERIOD_DEFINITION
}
