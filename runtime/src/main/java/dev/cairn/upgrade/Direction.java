package dev.cairn.upgrade;

/** The direction in which a migration runs. */
public enum Direction {
    UPGRADE,
    DOWNGRADE
}
