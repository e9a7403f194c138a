package dev.cairn.internal.run;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes for users before a table is rewritten: its size, and the Routine Loads that write to it. Each answer of the
 * server is cached.
 */
public final class RewriteWarnings {
    private final Map<ObjectName, List<String>> sizes = new HashMap<>();
    private final Map<String, RoutineLoads> routineLoads = new HashMap<>();

    /** Returns the notes for a plan, with at most two statements; empty if the step rewrites no table. */
    public synchronized List<String> collectPlanNotes(RunStep.StatementStep step, ServerConnection connection) {
        ObjectName table = step.step().object();
        if (table == null || !step.step().rewritesData()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(sizes.computeIfAbsent(table, name -> readSize(name, connection)));
        notes.addAll(readWriters(table, connection));
        return notes;
    }

    /** Returns the notes for a run. This takes only one statement for each database, to keep upgrades cheap. */
    synchronized List<String> collectWriterNotes(RunStep.StatementStep step, ServerConnection connection) {
        ObjectName table = step.step().object();
        return table == null || !step.step().rewritesData() ? List.of() : readWriters(table, connection);
    }

    private List<String> readWriters(ObjectName table, ServerConnection connection) {
        List<String> runningLoads = routineLoads
                .computeIfAbsent(table.database(), name -> readLoads(name, connection))
                .loadsOf(table.name());
        return runningLoads.isEmpty()
                ? List.of()
                : List.of(table + " is rewritten while Routine Loads write to it: " + String.join(", ", runningLoads));
    }

    /** If the size is not available, the note is omitted; the step runs anyway. */
    private static List<String> readSize(ObjectName table, ServerConnection connection) {
        try {
            return List.of(table + " is rewritten: " + TableSize.read(connection, table));
        } catch (ServerRefusalException refusal) {
            return List.of();
        }
    }

    private static RoutineLoads readLoads(String database, ServerConnection connection) {
        try {
            return RoutineLoads.read(connection, database);
        } catch (ServerRefusalException refusal) {
            return new RoutineLoads(Map.of());
        }
    }

    /**
     * The Routine Loads that are currently loading rows into the tables of a database.
     *
     * @param namesByTable the names of the Routine Loads by table
     */
    public record RoutineLoads(Map<String, List<String>> namesByTable) {
        private static final Set<String> RUNNING = Set.of("RUNNING", "NEED_SCHEDULE");

        public RoutineLoads {
            namesByTable = Map.copyOf(namesByTable);
        }

        /**
         * Reads them with one statement. Routine Loads of tables on which the user has no privilege are missing.
         *
         * @throws ServerRefusalException if the database does not exist
         */
        public static RoutineLoads read(ServerConnection connection, String database) {
            Map<String, List<String>> namesByTable = new HashMap<>();
            for (NamedRow row : connection.fetchNamedRows("SHOW ROUTINE LOAD FROM " + SqlQuoting.quoteName(database))) {
                if (RUNNING.contains(row.text("State"))) {
                    namesByTable
                            .computeIfAbsent(row.text("TableName"), table -> new ArrayList<>())
                            .add(row.text("Name"));
                }
            }
            return new RoutineLoads(namesByTable);
        }

        /** Returns the Routine Loads of one table. */
        public List<String> loadsOf(String table) {
            return namesByTable.getOrDefault(table, List.of());
        }
    }
}
