package dev.cairn.annotation;

/** The trigger that refreshes a materialized view. */
public enum RefreshMode {
    /** The schedule of {@link Refresh#every}; without a schedule, each change of the base tables. */
    ASYNC,
    /** Only the statement REFRESH MATERIALIZED VIEW. */
    MANUAL,
    /**
     * Like {@link #ASYNC} without a schedule, but only the changes are applied. Server versions 3.5 to 4.1 reject it.
     */
    INCREMENTAL
}
