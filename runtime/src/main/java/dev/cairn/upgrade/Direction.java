package dev.cairn.upgrade;

/** The direction in which a migration runs. */
public enum Direction {
    /** To the next migration. */
    UPGRADE,
    /** Back to the previous migration. */
    DOWNGRADE
}
