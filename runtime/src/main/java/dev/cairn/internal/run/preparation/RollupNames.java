package dev.cairn.internal.run.preparation;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.Set;
import java.util.TreeSet;

/** Reads the names of a table's rollups, which SHOW CREATE does not print. */
public final class RollupNames {
    private RollupNames() {}

    /**
     * Returns the names of the rollups and of the table itself; empty if the server refuses to describe the table.
     *
     * @throws ServerRefusalException if the reason of the refusal is transient
     */
    public static Set<String> read(ServerConnection connection, ObjectName tableName) {
        Set<String> names = new TreeSet<>();
        try {
            for (NamedRow row : connection.fetchNamedRows("DESC " + SqlQuoting.quoteName(tableName) + " ALL")) {
                String indexName = row.text("IndexName");
                if (!indexName.isEmpty()) {
                    names.add(indexName);
                }
            }
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            // Inspecting the table shows whether it exists.
        }
        return names;
    }
}
