package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the rollups of a table from {@code DESC … ALL}; SHOW CREATE does not print them. */
public final class DescribedRollups {
    private DescribedRollups() {}

    /**
     * Returns the names of the columns, in their order, by the names of the rollups and of the table itself; empty if
     * the server refuses to describe the table.
     *
     * @throws ServerRefusalException if the reason of the refusal is transient
     */
    public static SortedMap<String, List<String>> readColumnNames(ServerConnection connection, ObjectName tableName) {
        SortedMap<String, List<String>> columnNamesByRollup = new TreeMap<>();
        try {
            String rollupName = tableName.name();
            for (NamedRow row : connection.fetchNamedRows("DESC " + SqlQuoting.quoteName(tableName) + " ALL")) {
                // Only the first column of a rollup has its name. An empty row separates two rollups.
                rollupName = row.text("IndexName").isEmpty() ? rollupName : row.text("IndexName");
                String columnName = row.text("Field");
                if (!columnName.isEmpty()) {
                    columnNamesByRollup
                            .computeIfAbsent(rollupName, name -> new ArrayList<>())
                            .add(columnName);
                }
            }
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            // Inspecting the table shows whether it exists.
        }
        return columnNamesByRollup;
    }
}
