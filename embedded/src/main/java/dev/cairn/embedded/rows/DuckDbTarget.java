package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;

/** The table that rows are written to. */
record DuckDbTarget(String database, Table table, DuckDbTable held) {}
