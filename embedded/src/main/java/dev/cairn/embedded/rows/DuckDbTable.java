package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.util.List;

/**
 * A DuckDB table that stores the rows of one table of the server.
 *
 * @param key the key of the rows, from which the table has its name
 * @param columns the columns; DuckDB names them by their ids, which RENAME does not change
 */
record DuckDbTable(StorageKey key, List<Column> columns) {
    DuckDbTable {
        columns = List.copyOf(columns);
    }

    String quotedName() {
        return DuckDbQuoting.quoteName(key.tableName());
    }

    /** Returns the sequence that generates AUTO_INCREMENT values. */
    String quotedSequenceName() {
        return DuckDbQuoting.quoteName(sequenceName());
    }

    String sequenceName() {
        return key.tableName() + "_ids";
    }

    static String columnName(Column column) {
        return DuckDbQuoting.quoteName(column.id());
    }

    /** The table that a statement writes rows to. */
    record DuckDbTarget(String database, Table table, DuckDbTable storedTable) {}
}
