package dev.cairn.annotation;

/**
 * What refreshes a materialized view.
 */
public enum RefreshMode {
    /** Its schedule, or, without one, every change of what it reads from. */
    ASYNC,
    /** Only REFRESH MATERIALIZED VIEW. */
    MANUAL,
    /** As {@link #ASYNC}, by what changed only. */
    INCREMENTAL
}
