package dev.cairn.annotation;

/** Specifies whether a materialized view is filled as soon as it is created. */
public enum RefreshMoment {
    /** The default of the server: at once. */
    UNSAID,
    /** {@code REFRESH IMMEDIATE}: at once. */
    IMMEDIATE,
    /** {@code REFRESH DEFERRED}: by the first refresh that is scheduled or requested. */
    DEFERRED
}
