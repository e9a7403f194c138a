package dev.cairn.schema;

/** The direction in which a migration runs. */
public enum Direction {
    UPGRADE,
    DOWNGRADE
}
