package dev.cairn.catalog;

import dev.cairn.sql.Statement.QueryText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another, sorted and perhaps aggregated copy of some columns of a table.
 *
 * @param merged rows with the same key become one, as in the table itself
 * @param query where it was made as a synchronous materialized view: its columns may then be calculated
 */
public record Rollup(
        String name,
        boolean merged,
        List<Column> columns,
        @Nullable QueryText query) {
    public Rollup {
        columns = List.copyOf(columns);
    }

    public Rollup(String name, boolean merged, List<Column> columns) {
        this(name, merged, columns, null);
    }

    public Rollup named(String newName) {
        return new Rollup(newName, merged, columns, query);
    }

    public Rollup withColumns(List<Column> newColumns) {
        return new Rollup(name, merged, newColumns, query);
    }
}
