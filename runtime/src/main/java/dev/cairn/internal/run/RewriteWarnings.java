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
 * Collects warnings about tables to be rewritten: the size of a table, and the Routine Loads that write to it.
 * Each answer of the server is cached.
 */
public final class RewriteWarnings {
    private final Map<ObjectName, List<String>> sizeNotesByTable = new HashMap<>();
    private final Map<String, RoutineLoads> routineLoadsByDatabase = new HashMap<>();

    /** Returns the warnings for a plan, after at most two statements; empty if the step rewrites no table. */
    public synchronized List<String> collectPlanNotes(RunStep.StatementStep step, ServerConnection connection) {
        ObjectName table = step.step().object();
        if (table == null || !step.step().rewritesData()) {
            return List.of();
        }
        List<String> notes =
                new ArrayList<>(sizeNotesByTable.computeIfAbsent(table, name -> describeSize(name, connection)));
        notes.addAll(describeWriters(table, connection));
        return notes;
    }

    /** Returns the warnings for a run. This takes only one statement for each database, to keep upgrades cheap. */
    synchronized List<String> collectWriterNotes(RunStep.StatementStep step, ServerConnection connection) {
        ObjectName table = step.step().object();
        return table == null || !step.step().rewritesData() ? List.of() : describeWriters(table, connection);
    }

    private List<String> describeWriters(ObjectName table, ServerConnection connection) {
        List<String> runningLoads = routineLoadsByDatabase
                .computeIfAbsent(table.database(), name -> readLoads(name, connection))
                .findLoads(table.name());
        return runningLoads.isEmpty()
                ? List.of()
                : List.of(table + " is rewritten while Routine Loads write to it: " + String.join(", ", runningLoads));
    }

    /** Returns a warning about the size of a table; an empty list if the size is not available. */
    private static List<String> describeSize(ObjectName table, ServerConnection connection) {
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
        private static final Set<String> RUNNING_STATES = Set.of("RUNNING", "NEED_SCHEDULE");

        public RoutineLoads {
            namesByTable = Map.copyOf(namesByTable);
        }

        /**
         * Reads the Routine Loads with one statement. Loads into tables on which the user has no privilege are missing.
         *
         * @throws ServerRefusalException if the database does not exist
         */
        public static RoutineLoads read(ServerConnection connection, String database) {
            Map<String, List<String>> namesByTable = new HashMap<>();
            for (NamedRow row : connection.fetchNamedRows("SHOW ROUTINE LOAD FROM " + SqlQuoting.quoteName(database))) {
                if (RUNNING_STATES.contains(row.text("State"))) {
                    namesByTable
                            .computeIfAbsent(row.text("TableName"), table -> new ArrayList<>())
                            .add(row.text("Name"));
                }
            }
            return new RoutineLoads(namesByTable);
        }

        /** Returns the names of the Routine Loads of one table. */
        public List<String> findLoads(String table) {
            return namesByTable.getOrDefault(table, List.of());
        }
    }
}
