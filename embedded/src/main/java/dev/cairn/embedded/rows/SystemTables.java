package dev.cairn.embedded.rows;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    default Optional<Listing> named(String database, String name, Span at) {
        if (!database.equalsIgnoreCase(DATABASE)) {
            return Optional.empty();
        }
        return Optional.of(table(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Refusal.analysis(at, ServerError.UNKNOWN_TABLE, database + "." + name)));
    }

    /** Returns the sources of a query: these tables, and the objects of a catalog. */
    default QuerySources with(CatalogSources catalog) {
        return new QuerySources() {
            @Override
            public Source named(@Nullable String inCatalog, String database, String name, Span at) {
                return SystemTables.this
                        .named(database, name, at)
                        .map(table -> table.source(database, name))
                        .orElseGet(() -> catalog.named(inCatalog, database, name, at));
            }

            @Override
            public List<UserFunction> functions(@Nullable String database, QualifiedName function) {
                return catalog.functions(database, function);
            }

            @Override
            public boolean hasUserAggregates() {
                return catalog.hasUserAggregates();
            }
        };
    }
}
