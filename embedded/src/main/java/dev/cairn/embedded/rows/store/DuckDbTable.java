package dev.cairn.embedded.rows.store;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.util.List;

/**
 * A DuckDB table that stores the rows of one table of the server.
 *
 * @param key the key of the rows, which determines the name of the table
 * @param columns the columns; DuckDB names them by their ids, which RENAME does not change
 */
public record DuckDbTable(StorageKey key, List<Column> columns) {
    public DuckDbTable {
        columns = List.copyOf(columns);
    }

    public String quotedName() {
        return DuckDbQuoting.quoteName(key.duckDbTableName());
    }

    /** Returns the sequence that generates AUTO_INCREMENT values: that of the object, also for its partitions. */
    public String quotedSequenceName() {
        return DuckDbQuoting.quoteName(sequenceName());
    }

    String sequenceName() {
        return key.owner().duckDbTableName() + "_ids";
    }

    public static String quotedColumnName(Column column) {
        return quotedColumnName(column.id());
    }

    public static String quotedColumnName(String columnId) {
        return DuckDbQuoting.quoteName(unquotedColumnName(columnId));
    }

    /**
     * Returns the name of a column in DuckDB, without quotes. The prefix distinguishes it from the parameters of
     * lambdas and the aliases of tables in translated statements: DuckDB reads {@code e.v} as a field of the column
     * {@code e}, if there is one, rather than of the parameter.
     */
    public static String unquotedColumnName(String columnId) {
        return "_" + columnId;
    }

    /** The table that a statement writes rows to. */
    public record DuckDbTarget(String databaseName, Table table, DuckDbTable storedTable) {}
}
