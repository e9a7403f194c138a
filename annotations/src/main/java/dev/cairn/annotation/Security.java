package dev.cairn.annotation;

/**
 * With whose rights a view reads.
 */
public enum Security {
    /** Who may read the view reads through it what it names. */
    NONE,
    /** {@code SECURITY INVOKER}: who reads the view must be able to read what it names. */
    INVOKER
}
