package dev.cairn.embedded.rows.table;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;

/** The rows of the system's tables, as one session sees them. */
@FunctionalInterface
public interface SystemTableReader {
    /** Refuses every table as unknown. */
    SystemTableReader REFUSE_ALL = (database, table) -> {
        throw Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_TABLE, database + "." + table);
    };

    /**
     * Returns a table of the system with its rows.
     *
     * @throws Refusal if there is no such table
     */
    Listing readTable(String databaseName, String tableName);
}
