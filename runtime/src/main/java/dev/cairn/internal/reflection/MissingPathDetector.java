package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.refusal.ServerError;
import java.util.List;

/**
 * Determines whether a table of an external catalog, or a part of its path, is missing after the server has refused to
 * show it. The refusal alone does not tell this: the server refuses a table of a dropped database with the same error
 * as a table of any database whose system it can't reach.
 */
record MissingPathDetector(ServerConnection connection) {
    /**
     * Returns whether the catalog, the database or the table does not exist; false if this can't be determined.
     *
     * @param refusal the refusal to show the table
     * @throws ServerRefusalException if the server refuses, with a transient error, to list the tables or databases
     */
    boolean isTableMissing(String catalogName, String databaseName, String tableName, ServerRefusalException refusal) {
        if (refusal.isAccessDenied()) {
            return false;
        }
        if (refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()) {
            return true;
        }
        try {
            return !isListed(tableName, "SHOW TABLES FROM " + SqlQuoting.quotePath(List.of(catalogName, databaseName)));
        } catch (ServerRefusalException listRefusal) {
            return isDatabaseMissing(catalogName, databaseName, listRefusal);
        }
    }

    /**
     * Returns whether the catalog or the database does not exist; false if this can't be determined.
     *
     * @param refusal the refusal to list the tables
     * @throws ServerRefusalException if this refusal, or the refusal to list the databases, is transient
     */
    boolean isDatabaseMissing(String catalogName, String databaseName, ServerRefusalException refusal) {
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
