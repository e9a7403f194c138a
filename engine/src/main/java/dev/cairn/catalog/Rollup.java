package dev.cairn.catalog;

import java.util.List;

/**
 * Another, sorted and perhaps aggregated copy of some columns of a table.
 *
 * @param merged rows with the same key become one, as in the table itself
 */
public record Rollup(String name, boolean merged, List<Column> columns) {
    public Rollup {
        columns = List.copyOf(columns);
    }

}
