package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An object of the server that depends on a table without being part of its definition, such as a Routine Load. A
 * rebuild does not transfer it to the new table.
 *
 * @param tableName the present name of the table or view
 * @param details for messages: the state of a pipe, the state and the progress of a Routine Load, or the schedule of a
 *     task; empty for a dictionary
 * @param possibleColumnNames the words that may name columns of the table, in lower case
 * @param mayUseEveryColumn whether it may use any column, because it does not list its columns or can't be read
 */
public record TableDependent(
        Kind kind,
        ObjectName name,
        ObjectName tableName,
        String details,
        Set<String> possibleColumnNames,
        boolean mayUseEveryColumn) {
    /** The kinds of dependents. */
    public enum Kind {
        /**
         * A job that is bound to the table itself: it follows a rename and a swap, and the server cancels it when the
         * table is dropped.
         */
        ROUTINE_LOAD("Routine Load"),
        PIPE("pipe"),
        TASK("task"),
        DICTIONARY("dictionary"),
        VIEW("view"),
        MATERIALIZED_VIEW("materialized view");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /**
         * Returns the kind of cluster object that a schema can manage; empty if a schema can't manage the dependent.
         */
        public Optional<ClusterObjectKind> findClusterObjectKind() {
            return ClusterObjectKind.findByTitle(title.toLowerCase(Locale.ROOT));
        }

        /**
         * Returns whether a dependent only reads the table: its definition stays, and it works again when the table has
         * what it reads.
         */
        public boolean isReader() {
            return this == VIEW || this == MATERIALIZED_VIEW;
        }

        /** Returns whether a dependent is bound to the name of the table: it uses whatever table has this name. */
        public boolean isBoundToName() {
            return this != ROUTINE_LOAD;
        }
    }

    public TableDependent {
        possibleColumnNames = Set.copyOf(possibleColumnNames);
    }

    /** Returns the dependent with another name of a database, for itself and for the table. */
    public TableDependent withRenamedDatabase(String databaseName, String newDatabaseName) {
        return new TableDependent(
                kind,
                renameDatabase(name, databaseName, newDatabaseName),
                renameDatabase(tableName, databaseName, newDatabaseName),
                details,
                possibleColumnNames,
                mayUseEveryColumn);
    }

    private static ObjectName renameDatabase(ObjectName objectName, String databaseName, String newDatabaseName) {
        return objectName.database().equals(databaseName)
                ? new ObjectName(newDatabaseName, objectName.name())
                : objectName;
    }

    /** Returns whether the dependent may use a column of the table. */
    public boolean mayUseColumn(String columnName) {
        return mayUseEveryColumn || possibleColumnNames.contains(columnName.toLowerCase(Locale.ROOT));
    }

    /** Returns a description, such as {@code Routine Load shop.clicks (PAUSED, progress {"0":"4"})}. */
    @Override
    public String toString() {
        return kind.title + " " + name + (details.isEmpty() ? "" : " (" + details + ")");
    }
}
