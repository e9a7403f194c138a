package dev.cairn.catalog;

/** The operation that is running on a table; the server refuses all other changes unless the state is NORMAL. */
public enum TableState {
    NORMAL,
    SCHEMA_CHANGE,
    ROLLUP,
    OPTIMIZE
}
