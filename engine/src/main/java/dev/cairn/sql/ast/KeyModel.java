package dev.cairn.sql.ast;

/** The key model of a table, which determines how rows with the same key are combined. */
public enum KeyModel {
    DUPLICATE,
    AGGREGATE,
    UNIQUE,
    PRIMARY
}
