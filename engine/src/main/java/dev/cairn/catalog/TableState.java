package dev.cairn.catalog;

/** The operation that a table is undergoing: unless it is NORMAL, the server refuses every other change. */
public enum TableState {
    NORMAL,
    SCHEMA_CHANGE,
    ROLLUP,
    OPTIMIZE
}
