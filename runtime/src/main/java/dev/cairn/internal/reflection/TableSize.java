package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * The size of a table, as last reported by the backends to its frontend.
 *
 * @param sizeText the size of the rows with all rollups and replicas, as the server prints it: {@code 1.234 GB}
 */
public record TableSize(long rowCount, String sizeText) {
    /**
     * Reads the size with one SHOW DATA, which succeeds even if no backend is alive.
     *
     * @throws ServerRefusalException if the table does not exist, or the user has no privilege on it
     * @throws ConnectionLostException if the connection is lost
     */
    public static TableSize read(ServerConnection connection, ObjectName tableName) {
        List<NamedRow> indexRows = connection.fetchNamedRows("SHOW DATA FROM " + SqlQuoting.quoteName(tableName));
        // The last row contains the totals. A rollup has no more rows than its table.
        NamedRow totalRow = indexRows.get(indexRows.size() - 1);
        long rowCount = indexRows.subList(0, indexRows.size() - 1).stream()
                .map(indexRow -> indexRow.text("RowCount"))
                .mapToLong(countText -> countText.isEmpty() ? 0 : Long.parseLong(countText))
                .max()
                .orElse(0);
        return new TableSize(rowCount, totalRow.text("Size"));
    }

    /** Returns a description, such as {@code 1204 rows, 1.234 GB}. */
    @Override
    public String toString() {
        return rowCount + (rowCount == 1 ? " row, " : " rows, ") + sizeText;
    }
}
