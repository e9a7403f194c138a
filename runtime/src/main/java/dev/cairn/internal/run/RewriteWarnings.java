package dev.cairn.internal.run;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects warnings about tables to be rewritten: the size of a table, and the Routine Loads that write to it. What the
 * server refuses to show is left out. Each answer is cached. Thread-safe.
 */
public final class RewriteWarnings {
    private final Map<ObjectName, Optional<TableSize>> sizeByTable = new HashMap<>();
    private final Map<String, RoutineLoads> routineLoadsByDatabase = new HashMap<>();

    /** Returns the warnings for a plan, after at most two statements; empty if the step rewrites no table. */
    public synchronized List<String> collectPlanWarnings(StatementStep statementStep, ServerConnection connection) {
        ObjectName tableName = statementStep.simulatedStep().object();
        if (tableName == null || !statementStep.simulatedStep().rewritesData()) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        sizeByTable
                .computeIfAbsent(tableName, name -> readSize(name, connection))
                .ifPresent(size -> warnings.add(tableName
                        + (changesSomeRows(statementStep) ? " is changed, and has " : " is rewritten: ")
                        + size));
        warnings.addAll(describeWriters(tableName, connection));
        return warnings;
    }

    /** Returns the warnings for a run. This takes only one statement for each database, to keep upgrades cheap. */
    synchronized List<String> collectWriterWarnings(StatementStep statementStep, ServerConnection connection) {
        ObjectName tableName = statementStep.simulatedStep().object();
        return tableName == null || !statementStep.simulatedStep().rewritesData()
                ? List.of()
                : describeWriters(tableName, connection);
    }

    private List<String> describeWriters(ObjectName tableName, ServerConnection connection) {
        List<String> runningLoadNames = routineLoadsByDatabase
                .computeIfAbsent(tableName.database(), name -> readLoads(name, connection))
                .findLoadNames(tableName.name());
        return runningLoadNames.isEmpty()
                ? List.of()
                : List.of(tableName + " is rewritten while Routine Loads write to it: "
                        + String.join(", ", runningLoadNames));
    }

    /** Returns whether the statement changes some of the rows, as an UPDATE does and TRUNCATE does not. */
    private static boolean changesSomeRows(StatementStep statementStep) {
        return statementStep.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.changesRows();
    }

    private static Optional<TableSize> readSize(ObjectName tableName, ServerConnection connection) {
        try {
            return Optional.of(TableSize.read(connection, tableName));
        } catch (ServerRefusalException ignored) {
            return Optional.empty();
        }
    }

    private static RoutineLoads readLoads(String databaseName, ServerConnection connection) {
        try {
            return RoutineLoads.read(connection, databaseName);
        } catch (ServerRefusalException ignored) {
            return new RoutineLoads(Map.of());
        }
    }

    /**
     * The Routine Loads that are currently loading rows into the tables of a database.
     *
     * @param loadNamesByTable the names of the Routine Loads by table
     */
    public record RoutineLoads(Map<String, List<String>> loadNamesByTable) {
        private static final Set<String> RUNNING_STATES = Set.of("RUNNING", "NEED_SCHEDULE");

        public RoutineLoads {
            loadNamesByTable = Map.copyOf(loadNamesByTable);
        }

        /**
         * Reads the Routine Loads with one statement. Loads into tables on which the user has no privilege are missing.
         *
         * @throws ServerRefusalException if the database does not exist
         */
        public static RoutineLoads read(ServerConnection connection, String databaseName) {
            Map<String, List<String>> loadNamesByTable = new HashMap<>();
            for (NamedRow row :
                    connection.fetchNamedRows("SHOW ROUTINE LOAD FROM " + SqlQuoting.quoteName(databaseName))) {
                if (RUNNING_STATES.contains(row.text("State"))) {
                    loadNamesByTable
                            .computeIfAbsent(row.text("TableName"), table -> new ArrayList<>())
                            .add(row.text("Name"));
                }
            }
            return new RoutineLoads(loadNamesByTable);
        }

        /** Returns the names of the Routine Loads of one table. */
        public List<String> findLoadNames(String tableName) {
            return loadNamesByTable.getOrDefault(tableName, List.of());
        }
    }
}
