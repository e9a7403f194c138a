package dev.cairn.catalog;

/** What a table is busy with: while it is not NORMAL, the server refuses every other change. */
public enum TableState {
    NORMAL,
    SCHEMA_CHANGE,
    ROLLUP,
    OPTIMIZE
}
