package dev.cairn.annotation;

/**
 * Whether a materialized view is filled as soon as it is created.
 */
public enum RefreshMoment {
    /** As the server does by itself: at once. */
    UNSAID,
    /** {@code REFRESH IMMEDIATE}: at once. */
    IMMEDIATE,
    /** {@code REFRESH DEFERRED}: by the first refresh that is due or asked for. */
    DEFERRED
}
