package dev.cairn.engine.context;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;

/** The table that an ALTER TABLE changes, as it was before the statement, with its server and database. */
public record AlterTableContext(ServerState server, Database database, Table table) {
    public ServerProfile profile() {
        return server.profile();
    }

    public boolean hasModel(KeyModel model) {
        return table.model() == model;
    }

    /** Requires that no job changes the table: a table runs only one job at a time. */
    public static void requireIdle(Table table, Span span) {
        switch (table.state()) {
            case NORMAL -> {}
            case SCHEMA_CHANGE -> throw Refusal.ofExecution(span, BusyTableRule.SCHEMA_CHANGE_RUNNING, table.name());
            case ROLLUP -> throw Refusal.ofExecution(span, BusyTableRule.ROLLUP_RUNNING, table.name());
            case OPTIMIZE -> throw Refusal.ofExecution(span, BusyTableRule.TABLE_BUSY, table.name(), table.state());
        }
    }

    public StatementResult unchangedResult() {
        return server.unchangedResult();
    }

    public StatementResult createResult(Table alteredTable) {
        return createResult(alteredTable, ChangeCost.IMMEDIATE);
    }

    public StatementResult createResult(Table alteredTable, ChangeCost cost) {
        return server.createResult(database.withTable(alteredTable), cost);
    }
}
