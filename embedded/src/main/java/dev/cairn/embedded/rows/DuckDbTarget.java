package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;

/** The table that a statement writes rows to. */
record DuckDbTarget(String database, Table table, DuckDbTable stored) {}
