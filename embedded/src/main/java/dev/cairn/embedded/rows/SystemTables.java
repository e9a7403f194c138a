package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.Optional;

/** The tables of {@code information_schema} and {@code sys}, as one session sees them. */
@FunctionalInterface
public interface SystemTables {
    SystemTables NONE = (database, name) -> Optional.empty();

    /** Returns a table by the names of its database and its own, both in lower case; empty if it does not exist. */
    Optional<Listing> table(String database, String name);

    /**
     * Returns the table that a query names. The server compares the names of these databases and of their tables without
     * regard to case.
     *
     * @return the table; empty if the name is in another database
     * @throws Refusal if the table does not exist
     */
    default Optional<Listing> find(String database, String name, Span span) {
        if (!SystemDatabases.isVirtual(database)) {
            return Optional.empty();
        }
        return Optional.of(table(database.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Refusal.analysis(span, ServerError.UNKNOWN_TABLE, database + "." + name)));
    }
}
