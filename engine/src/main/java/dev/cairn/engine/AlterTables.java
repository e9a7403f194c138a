package dev.cairn.engine;

import dev.cairn.sql.Statement.AlterTable;

/** ALTER TABLE. */
final class AlterTables {
    private AlterTables() {}

    static Applied apply(Server server, AlterTable statement) {
        Place.of(server, statement.table()).existingTable(server);
        return server.unchanged();
    }
}
