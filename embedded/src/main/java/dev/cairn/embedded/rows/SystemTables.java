package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.Optional;

/** The tables of {@code information_schema}, as one session sees them. */
@FunctionalInterface
public interface SystemTables {
    String DATABASE = "information_schema";

    SystemTables NONE = name -> Optional.empty();

    /** Returns a table by its name in lower case; empty if it does not exist. */
    Optional<Listing> table(String name);

    /**
     * Returns the table that a query names. The server compares the names of this database and of its tables without
     * regard to case.
     *
     * @return the table; empty if the name is in another database
     * @throws Refusal if the table does not exist
     */
    default Optional<Listing> find(String database, String name, Span at) {
        if (!database.equalsIgnoreCase(DATABASE)) {
            return Optional.empty();
        }
        return Optional.of(table(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Refusal.analysis(at, ServerError.UNKNOWN_TABLE, database + "." + name)));
    }
}
