package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;

/** The table that rows are written to. */
record Target(String database, Table table, HeldTable held) {}
