package dev.cairn;

/** Where a database stands, seen from an application. */
public enum Standing {
    /** All of the application's migrations are done, and no others. */
    CURRENT,
    /** Some are not done yet. */
    BEHIND,
    /** All are done, and more: a newer version of the application was here. */
    AHEAD,
    /** Others were done than those that the application knows. */
    FOREIGN
}
