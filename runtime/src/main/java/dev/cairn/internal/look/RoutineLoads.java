package dev.cairn.internal.look;

import dev.cairn.internal.link.NamedRow;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Routine Loads that are currently loading rows into the tables of a database.
 *
 * @param byTable the names of the Routine Loads by table
 */
public record RoutineLoads(Map<String, List<String>> byTable) {
    private static final Set<String> RUNNING = Set.of("RUNNING", "NEED_SCHEDULE");

    public RoutineLoads {
        byTable = Map.copyOf(byTable);
    }

    /**
     * Reads them with one statement. Routine Loads of tables on which the user has no privilege are missing.
     *
     * @throws ServerRefusalException if the database does not exist
     */
    public static RoutineLoads of(ServerConnection link, String database) {
        Map<String, List<String>> byTable = new HashMap<>();
        for (NamedRow row : link.named("SHOW ROUTINE LOAD FROM " + SqlQuoting.name(database))) {
            if (RUNNING.contains(row.text("State"))) {
                byTable.computeIfAbsent(row.text("TableName"), table -> new ArrayList<>())
                        .add(row.text("Name"));
            }
        }
        return new RoutineLoads(byTable);
    }

    /** Returns the Routine Loads of one table. */
    public List<String> on(String table) {
        return byTable.getOrDefault(table, List.of());
    }
}
