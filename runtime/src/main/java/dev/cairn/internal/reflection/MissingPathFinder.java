package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.refusal.ServerError;
import java.util.List;

/**
 * Determines which part of a path is missing after a server has refused to show a table of an external catalog. The
 * refusal does not distinguish the reasons: a server refuses the table of a dropped database in the same way as any
 * database while it can't reach the other system.
 */
record MissingPathFinder(ServerConnection connection) {
    /** Returns whether the catalog, the database or the table does not exist; false if this can't be determined. */
    boolean lacksTable(String catalogName, String databaseName, String tableName, ServerRefusalException refusal) {
        if (refusal.isAccessDenied()) {
            return false;
        }
        if (refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()) {
            return true;
        }
        try {
            return !isListed(tableName, "SHOW TABLES FROM " + SqlQuoting.quotePath(List.of(catalogName, databaseName)));
        } catch (ServerRefusalException listRefusal) {
            return lacksDatabase(catalogName, databaseName, listRefusal);
        }
    }

    /**
     * Returns whether the catalog or the database does not exist; false if this can't be determined.
     *
     * @param refusal the refusal to list the tables
     */
    boolean lacksDatabase(String catalogName, String databaseName, ServerRefusalException refusal) {
        refusal.rethrowIfTransient();
        if (refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()) {
            return true;
        }
        if (!refusal.isUnknownDatabase()) {
            return false;
        }
        try {
            return !isListed(databaseName, "SHOW DATABASES FROM " + SqlQuoting.quotePath(List.of(catalogName)));
        } catch (ServerRefusalException listRefusal) {
            listRefusal.rethrowIfTransient();
            return false;
        }
    }

    private boolean isListed(String name, String statement) {
        return connection.fetchRows(statement).stream().anyMatch(row -> name.equalsIgnoreCase(row.get(0)));
    }
}
