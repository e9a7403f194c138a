package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The object that a name in FROM refers to. */
public sealed interface ReadSource {
    /**
     * Stored rows.
     *
     * @param sql the relation that DuckDB reads
     */
    record Stored(String sql, List<Column> columns) implements ReadSource {
        public Stored {
            columns = List.copyOf(columns);
        }
    }

    /** A column with its name in DuckDB. */
    record Column(String name, String duckDbName, Type type) {}

    /** A view: its query, and the database in which unqualified names are resolved. */
    record OfView(Query query, @Nullable String database, List<String> columns) implements ReadSource {
        public OfView {
            columns = List.copyOf(columns);
        }
    }
}
