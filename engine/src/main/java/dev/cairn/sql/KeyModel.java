package dev.cairn.sql;

/** What rows with the same key mean. */
public enum KeyModel {
    DUPLICATE,
    AGGREGATE,
    UNIQUE,
    PRIMARY
}
