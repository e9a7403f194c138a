package dev.cairn;

/** The position of a database relative to the migrations of an application. */
public enum Standing {
    /** All migrations of the application are done, and no others. */
    CURRENT,
    /** Some migrations are pending. */
    BEHIND,
    /**
     * All migrations of the application are done, and later ones too: a newer version of the application upgraded the
     * database.
     */
    AHEAD,
    /** The histories have diverged: the database has migrations other than those of the application. */
    FOREIGN
}
