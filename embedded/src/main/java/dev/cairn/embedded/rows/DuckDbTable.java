package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.util.List;

/**
 * A table in DuckDB that holds the rows of one of the server's.
 *
 * @param name what DuckDB calls it
 * @param columns those that it has; DuckDB calls them by their ids, which RENAME leaves alone
 */
record DuckDbTable(String name, List<Column> columns) {
    DuckDbTable {
        columns = List.copyOf(columns);
    }

    String sql() {
        return DuckDbQuoting.name(name);
    }

    /** The sequence that AUTO_INCREMENT counts with. */
    String sequence() {
        return DuckDbQuoting.name(sequenceName());
    }

    String sequenceName() {
        return name + "_ids";
    }

    static String held(Column column) {
        return DuckDbQuoting.name(column.id());
    }
}
