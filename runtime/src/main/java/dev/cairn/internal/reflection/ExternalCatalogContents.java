package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.refusal.ServerError;
import java.util.List;

/**
 * Finds out what an external catalog lacks after a server has refused to show it. The refusal does not distinguish the
 * reasons: a server refuses the table of a dropped database in the same way as any database while it can't reach the
 * other system.
 */
record ExternalCatalogContents(ServerConnection connection) {
    /** Returns whether the catalog, the database or the table does not exist; false if this can't be found out. */
    boolean lacksTable(String catalog, String database, String table, ServerRefusalException refusal) {
        if (refusal.isDenied()) {
            return false;
        }
        if (refusal.number() == ServerError.UNKNOWN_CATALOG.errno()) {
            return true;
        }
        try {
            return !isListed(table, "SHOW TABLES FROM " + SqlQuoting.quotePath(List.of(catalog, database)));
        } catch (ServerRefusalException listRefusal) {
            return lacksDatabase(catalog, database, listRefusal);
        }
    }

    /**
     * Returns whether the catalog or the database does not exist; false if this can't be found out.
     *
     * @param refusal the refusal to list the tables
     */
    boolean lacksDatabase(String catalog, String database, ServerRefusalException refusal) {
        requirePermanent(refusal);
        if (refusal.number() == ServerError.UNKNOWN_CATALOG.errno()) {
            return true;
        }
        if (refusal.number() != ServerError.UNKNOWN_DATABASE.errno()) {
            return false;
        }
        try {
            return !isListed(database, "SHOW DATABASES FROM " + SqlQuoting.quotePath(List.of(catalog)));
        } catch (ServerRefusalException listRefusal) {
            requirePermanent(listRefusal);
            return false;
        }
    }

    private boolean isListed(String name, String statement) {
        return connection.fetchRows(statement).stream().anyMatch(row -> name.equalsIgnoreCase(row.get(0)));
    }

    private static void requirePermanent(ServerRefusalException refusal) {
        if (refusal.transientError().isPresent()) {
            throw refusal;
        }
    }
}
