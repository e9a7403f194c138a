package dev.cairn.embedded.rows;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;

/** The rows of the system's tables, as one session sees them. */
@FunctionalInterface
public interface SystemTables {
    /** Refuses every table as unknown. */
    SystemTables REFUSE_ALL = (database, table) -> {
        throw Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_TABLE, database + "." + table);
    };

    /**
     * Returns a table of the system with its rows.
     *
     * @throws Refusal if there is no such table
     */
    Listing listRows(String databaseName, String tableName);
}
