package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;

/** The table of a load under its current name, which may have changed since the start of the load. */
record LoadedTable(String databaseName, DatabaseObject.DatabaseTable databaseTable) {
    /**
     * Returns the table of a load. If it has been dropped since the start of the load, this server refuses the
     * statement; a real server may also report success, although the rows are lost with the table.
     *
     * @param catalog the catalog with the table, which may be a temporary table of the session
     */
    static LoadedTable require(Cluster cluster, LoadTransaction load, Catalog catalog) {
        DatabaseObjectName currentName = cluster.findTableName(load)
                .orElseThrow(() -> createUnknownTableRefusal(load.databaseName(), load.tableName()));
        return DatabaseObject.find(catalog, currentName.databaseName(), currentName.name())
                .filter(DatabaseObject.DatabaseTable.class::isInstance)
                .map(DatabaseObject.DatabaseTable.class::cast)
                .map(databaseTable -> new LoadedTable(currentName.databaseName(), databaseTable))
                .orElseThrow(() -> createUnknownTableRefusal(currentName.databaseName(), currentName.name()));
    }

    private static Refusal createUnknownTableRefusal(String databaseName, String tableName) {
        return Refusal.ofExecution(Span.NONE, ServerError.UNKNOWN_TABLE, databaseName + "." + tableName);
    }
}
