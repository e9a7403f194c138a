package dev.cairn.sql.ast;

/** What rows with the same key mean. */
public enum KeyModel {
    DUPLICATE,
    AGGREGATE,
    UNIQUE,
    PRIMARY
}
