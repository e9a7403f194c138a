package dev.cairn.annotation;

/** The privileges that are checked when a view is read. */
public enum Security {
    /** Reading the view requires the privilege to read the view, but none for the tables in its query. */
    NONE,
    /** {@code SECURITY INVOKER}: reading the view also requires the privilege to read the tables in its query. */
    INVOKER
}
