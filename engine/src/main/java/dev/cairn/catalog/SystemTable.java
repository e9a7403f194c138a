package dev.cairn.catalog;

import java.util.List;

/** A table of a system database, which shows the state of the server. It can be read, but not changed. */
public record SystemTable(String name, List<Column> columns) {
    public SystemTable {
        columns = List.copyOf(columns);
    }
}
